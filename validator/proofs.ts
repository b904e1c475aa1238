import { isAppError, messageOf } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import type { Model } from '../shared/model/model.ts'
import { countProofOutcomes, countUnclear, NO_PROOFS, type ProofCounts } from '../shared/proof/judge.ts'
import type { Proof } from '../shared/proof/proof.ts'
import { verifyAnswers } from '../shared/proof/verify-answers.ts'
import { parseProofs } from '../shared/proof/wire-proofs.ts'
import { toProofState } from '../shared/scoring/proof-evidence.ts'
import type { ProofState } from '../shared/scoring/round.ts'
import type { Payload } from '../shared/wire/payload.ts'
import { toDetail } from './reply.ts'

/** What came of the proofs of one reveal. */
export interface ProofVerdict {
  /** By this reveal alone. */
  readonly proof: ProofState
  /** Proofs that hold and that do not: too few for a verdict add up over rounds. */
  readonly proofs: ProofCounts
  /** Figures, or why they could not be looked into; empty without any proof. */
  readonly proofDetail: string
}

/** As one machine finds it. */
export interface CheckedProofs extends ProofVerdict {
  /** Proofs that another machine may find otherwise, since they lie near a limit. */
  readonly unclear: number
}

/** Of a reveal without answers that count. */
export const UNPROVEN: ProofVerdict = { proof: 'absent', proofs: NO_PROOFS, proofDetail: '' }

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

const absent = (proofDetail: string): CheckedProofs => ({ ...UNPROVEN, proofDetail, unclear: 0 })

/**
 * Checks the proofs of one reveal against the registered model, by one forward pass over all tasks that the miner got.
 * Proofs are a claim to that model: whoever attaches ones that do not hold, or are none, fails. Without proofs, without a
 * registered model, or with a model that this validator does not have, nothing is said. Never throws.
 */
export async function checkProofs<Task>(reveal: ProvenReveal<Task>, models: Models): Promise<CheckedProofs> {
  const { tasks, payload, registeredModel } = reveal
  if (payload.proofs.length === 0) return absent('')
  if (registeredModel === null) return absent('no model is registered')
  if (payload.model !== registeredModel) return absent('answered by another model than the registered one')
  let proofs: readonly Proof[]
  try {
    proofs = parseProofs(payload.proofs, tasks.length)
  } catch (error) {
    return { proof: 'failed', proofs: NO_PROOFS, proofDetail: toDetail(messageOf(error)), unclear: 0 }
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

function judge(checks: Awaited<ReturnType<typeof verifyAnswers>>): CheckedProofs {
  const proofs = countProofOutcomes(checks)
  const worst = (of: (check: (typeof checks)[number]) => number): number => Math.max(...checks.map(of))
  const figures = [
    `${proofs.passed} of ${checks.length} hold`,
    `exponents ${(100 * worst(({ exponentMismatch }) => exponentMismatch)).toFixed(1)} % off`,
    `mantissas ${worst(({ mantissaError }) => mantissaError).toFixed(3)} off`,
    `answers ${worst(({ answerGap }) => answerGap).toFixed(4)} off`,
  ].join(', ')
  return { proof: toProofState(proofs), proofs, proofDetail: figures, unclear: countUnclear(checks) }
}
