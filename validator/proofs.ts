import { isAppError, messageOf } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import type { Model } from '../shared/model/model.ts'
import { countProofOutcomes, judgeCounts } from '../shared/proof/judge.ts'
import type { Proof } from '../shared/proof/proof.ts'
import { verifyAnswers } from '../shared/proof/verify-answers.ts'
import { parseProofs } from '../shared/proof/wire-proofs.ts'
import type { ProofState } from '../shared/scoring/round.ts'
import type { Payload } from '../shared/wire/payload.ts'
import { toDetail } from './reply.ts'

/** What came of the proofs of one reveal. */
export interface ProofVerdict {
  readonly proof: ProofState
  /** Figures, or why they could not be looked into; empty without any proof. */
  readonly proofDetail: string
}

/** A reveal whose answers count, and what its miner had registered. */
export interface ProvenReveal<Task> {
  readonly mechanism: Mechanism<Task>
  /** In the order of the request. */
  readonly tasks: readonly Task[]
  /** One per task. */
  readonly answers: readonly unknown[]
  readonly payload: Pick<Payload, 'model' | 'proofs'>
  /** SHA-256 of the model that was on chain before the round; `null` without one. */
  readonly registeredModel: string | null
}

/** Models by their digest; `undefined` for one that is not there. */
export interface Models {
  open(digest: string): Promise<Model | undefined>
}

const absent = (proofDetail: string): ProofVerdict => ({ proof: 'absent', proofDetail })

/**
 * Checks the proofs of one reveal against the registered model, by one forward pass over all tasks that the miner got.
 * Proofs are a claim to that model: whoever attaches ones that do not hold, or are none, fails. Without proofs, without a
 * registered model, or with a model that this validator does not have, nothing is said. Never throws.
 */
export async function checkProofs<Task>(reveal: ProvenReveal<Task>, models: Models): Promise<ProofVerdict> {
  const { tasks, payload, registeredModel } = reveal
  if (payload.proofs.length === 0) return absent('')
  if (registeredModel === null) return absent('no model is registered')
  if (payload.model !== registeredModel) return absent('answered by another model than the registered one')
  let proofs: readonly Proof[]
  try {
    proofs = parseProofs(payload.proofs, tasks.length)
  } catch (error) {
    return { proof: 'failed', proofDetail: toDetail(messageOf(error)) }
  }
  try {
    const model = await models.open(registeredModel)
    if (model === undefined) return absent('the registered model is not among the models of this validator')
    return judge(await verifyAnswers({ ...reveal, proofs, model }))
  } catch (error) {
    // Of the validator's own copy of the model: nothing that the miner sent gets here.
    return absent(toDetail(isAppError(error) ? messageOf(error) : `cannot be checked: ${messageOf(error)}`))
  }
}

function judge(checks: Awaited<ReturnType<typeof verifyAnswers>>): ProofVerdict {
  const counts = countProofOutcomes(checks)
  const worst = (of: (check: (typeof checks)[number]) => number): number => Math.max(...checks.map(of))
  const figures = [
    `${counts.passed} of ${checks.length} hold`,
    `exponents ${(100 * worst(({ exponentMismatch }) => exponentMismatch)).toFixed(1)} % off`,
    `mantissas ${worst(({ mantissaError }) => mantissaError).toFixed(3)} off`,
    `answers ${worst(({ answerGap }) => answerGap).toFixed(4)} off`,
  ].join(', ')
  const verdict = judgeCounts(counts)
  if (verdict === 'verified') return { proof: 'verified', proofDetail: figures }
  return verdict === 'other-model' ? { proof: 'failed', proofDetail: figures } : absent(figures)
}
