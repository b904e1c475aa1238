import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import type { ProofCounts } from '../../shared/proof/judge.ts'
import { countProofs } from '../../shared/proof/proof.ts'
import { toProofState } from '../../shared/scoring/proof-evidence.ts'
import type { Accepted } from '../grade.ts'
import { type CheckedProofs, checkProofs, type Models, type ProofVerdict } from '../proofs.ts'
import type { PublishedMiner } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'

/** What it takes to check the proofs of a reveal anew. */
export interface ProofCheck {
  readonly mechanism: Mechanism
  readonly models: Models
  readonly about: Pick<Parameters<Findings['add']>[0], 'round' | 'block'>
  readonly findings: Findings
}

/** What came of the proofs, and whether it had to be taken from the validator. */
export interface CheckedProof extends ProofVerdict {
  readonly isWord: boolean
}

/**
 * Checks the proofs of a reveal anew. Only who has the registered model can: without it the validator's word counts, as it
 * does when the validator says that it has not got the model itself, and for a proof so near to a limit that two machines
 * may differ.
 */
export async function checkProofAgain(
  { mechanism, models, about, findings }: ProofCheck,
  miner: PublishedMiner,
  { answers, payload }: Accepted,
  tasks: readonly unknown[],
): Promise<CheckedProof> {
  const { hotkey, uid, registeredModel } = miner
  const told = toldBy(miner)
  let isKnown = true
  const seeing: Models = {
    async open(digest) {
      const model = await models.open(digest)
      isKnown = model !== undefined
      return model
    },
  }
  const real = await checkProofs({ mechanism, tasks, answers, payload, registeredModel }, seeing)
  if (isKnown && isSame(told, real)) return { ...told, isWord: false }
  // A validator without the model can say nothing: that is no lie.
  const isSilent = told.proof === 'absent' && sumOf(told.proofs) === 0
  if (isSilent || (!isKnown && isPossible(told, tasks.length))) return { ...told, isWord: true }
  const size = told.proof === 'verified' || told.proofs.failed < real.proofs.failed ? 1 : -1
  findings.add({ ...about, what: 'proof', hotkey, uid, size, expected: toText(real), found: toText(told) })
  return { ...real, isWord: !isKnown }
}

/** Rounds of before proofs were counted have a verdict alone: nothing of it adds up over rounds. */
const toldBy = ({ proof, proofsPassed, proofsFailed, proofDetail }: PublishedMiner): ProofVerdict => ({
  proof: proof ?? 'absent',
  proofs: { passed: proofsPassed ?? 0, failed: proofsFailed ?? 0 },
  proofDetail,
})

function isSame(told: ProofVerdict, real: CheckedProofs): boolean {
  const isCounted = sumOf(told.proofs) > 0
  // A verdict alone, of proofs that cannot be read or of a validator that does not count.
  if (!isCounted) return told.proof === real.proof && (told.proof !== 'absent' || sumOf(real.proofs) === 0)
  const isNear = (name: keyof ProofCounts): boolean => Math.abs(told.proofs[name] - real.proofs[name]) <= real.unclear
  return isNear('passed') && isNear('failed') && told.proof === toProofState(told.proofs)
}

/** Whether a verdict follows from its counts, of which there are no more than proofs. */
const isPossible = ({ proof, proofs }: ProofVerdict, tasks: number): boolean =>
  sumOf(proofs) === 0 || (sumOf(proofs) <= countProofs(tasks) && proof === toProofState(proofs))

const sumOf = ({ passed, failed }: ProofCounts): number => passed + failed

const toText = ({ proof, proofs: { passed, failed }, proofDetail }: ProofVerdict): string =>
  `${proof}, ${passed} hold and ${failed} do not, ${proofDetail}`
