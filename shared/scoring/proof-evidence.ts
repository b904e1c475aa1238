import { judgeCounts, NO_PROOFS, type ProofCounts } from '../proof/judge.ts'
import { TASKS_PER_PROOF } from '../proof/proof.ts'
import { decayOf } from './decay.ts'
import type { MinerRound, ProofState } from './round.ts'

/**
 * Proofs of all rounds, each worth half after a half-life: a round of few tasks has too few proofs for a verdict of its
 * own. With counts that fade the likelihood ratio becomes `R' = R^d · r` with `d = 2^(−1/halfLife)`, and from
 * `E[r] = 1` of honest miners follows `E[R'] ≤ E[R]^d ≤ 1` (Jensen): at any one look an honest miner is accused with
 * chance `FALSE_ALARM_RATE` at most, however many rounds there were.
 */
export function updateProofs(
  before: ProofCounts | undefined,
  fresh: ProofCounts | undefined,
  halfLife: number,
): ProofCounts {
  if (before === undefined) return fresh ?? NO_PROOFS
  const decay = decayOf(halfLife)
  const { passed, failed } = fresh ?? NO_PROOFS
  return { passed: decay * before.passed + passed, failed: decay * before.failed + failed }
}

/**
 * What a round says of a miner: its own verdict where it has one, else that of all rounds together, to which it must have
 * added. So nobody is accused again by a round in which all proofs held, nor verified by one without any.
 * @param all with those of this round.
 */
export function proofStateOf({ proof, proofs = NO_PROOFS }: MinerRound, all: ProofCounts): ProofState {
  if (proof === 'failed' || proofs.passed + proofs.failed === 0) return proof
  const verdict = judgeCounts(all)
  if (verdict === 'other-model' && proofs.failed > 0) return 'failed'
  return verdict === 'verified' && proofs.passed > 0 ? 'verified' : proof
}

/** What the proofs of one round alone amount to. */
export function toProofState(proofs: ProofCounts): ProofState {
  const verdict = judgeCounts(proofs)
  if (verdict === 'verified') return 'verified'
  return verdict === 'other-model' ? 'failed' : 'absent'
}

/** Rounds until the proofs of a miner amount to a verdict. */
export interface RoundsToVerdict {
  /** When every proof fails, as an int8 copy's do. */
  readonly otherModel: number
  /** When every proof holds. */
  readonly verified: number
}

/** A last group of fewer tasks than this may show too little to compare. */
const LEAST_TASKS = 16
/** After so many half-lives evidence has stopped to grow. */
const HALF_LIVES = 20

/**
 * How many rounds of so many tasks it takes for a verdict on a miner that attaches proofs to every round. `undefined`
 * when rounds are too small for a proof, or evidence fades faster than it comes.
 */
export function roundsToVerdict(tasks: number, halfLife: number): RoundsToVerdict | undefined {
  const proofs = Math.floor(tasks / TASKS_PER_PROOF) + Number(tasks % TASKS_PER_PROOF >= LEAST_TASKS)
  const roundsUntil = (verdict: 'other-model' | 'verified', fresh: ProofCounts): number | undefined => {
    let all: ProofCounts | undefined
    for (let round = 1; round <= Math.ceil(HALF_LIVES * halfLife); round++) {
      all = updateProofs(all, fresh, halfLife)
      if (judgeCounts(all) === verdict) return round
    }
    return undefined
  }
  const otherModel = proofs === 0 ? undefined : roundsUntil('other-model', { passed: 0, failed: proofs })
  const verified = proofs === 0 ? undefined : roundsUntil('verified', { passed: proofs, failed: 0 })
  return otherModel === undefined || verified === undefined ? undefined : { otherModel, verified }
}
