import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import type { Accepted } from '../grade.ts'
import { checkProofs, type Models, type ProofVerdict } from '../proofs.ts'
import type { PublishedMiner } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'

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
 * does when the validator says that it has not got the model itself.
 */
export async function checkProofAgain(
  { mechanism, models, about, findings }: ProofCheck,
  miner: PublishedMiner,
  { answers, payload }: Accepted,
  tasks: readonly unknown[],
): Promise<CheckedProof> {
  const { hotkey, uid, proof, proofDetail, registeredModel } = miner
  const told = proof ?? 'absent'
  let isKnown = true
  const seeing: Models = {
    async open(digest) {
      const model = await models.open(digest)
      isKnown = model !== undefined
      return model
    },
  }
  const real = await checkProofs({ mechanism, tasks, answers, payload, registeredModel }, seeing)
  if (!isKnown) return { proof: told, proofDetail, isWord: true }
  if (real.proof === told) return { ...real, isWord: false }
  // A validator without the model can say nothing: that is no lie.
  if (told === 'absent') return { proof: told, proofDetail, isWord: true }
  const size = told === 'verified' ? 1 : -1
  const texts = { expected: `${real.proof} ${real.proofDetail}`, found: `${told} ${proofDetail}` }
  findings.add({ ...about, what: 'proof', hotkey, uid, size, ...texts })
  return { ...real, isWord: false }
}
