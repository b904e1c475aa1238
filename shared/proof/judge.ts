import type { AnswersCheck } from './verify-answers.ts'

/** What a single proof says: it fits the registered model, it does not, or too little was active to tell. */
export type ProofOutcome = 'passed' | 'failed' | 'no-evidence'

/** Proofs of one miner, counted over any number of rounds; no whole numbers when older ones count less. */
export interface ProofCounts {
  readonly passed: number
  readonly failed: number
}

/** Of a miner that gave none. */
export const NO_PROOFS: ProofCounts = { passed: 0, failed: 0 }

/**
 * What the proofs of a miner amount to.
 * - `verified`: the registered model answered.
 * - `unproven`: too few proofs yet, or they contradict each other.
 * - `other-model`: another model answered; an honest miner is told so with chance `FALSE_ALARM_RATE` at most, ever, by
 *   counts that only grow.
 */
export type Verdict = 'verified' | 'unproven' | 'other-model'

/**
 * Limits of one proof, fitted on 24 networks for four mechanisms, 16 to 128 wide and from barely to fully trained, by 100
 * proofs each. They lie between half-precision weights, which are harmless (mantissa error up to 0.06 and answer gap up to
 * 0.0009 in 99 of 100 proofs), and the nearest other models: int8 weights (from 0.28 and 0.005) and one small step of
 * training, which the mantissa often does not tell but the answers do (from 0.0015). Another kernel of the same model
 * stays below 0.01 and 0.000002. Tests report on other networks.
 */
export const MAX_MANTISSA_ERROR = 0.08
/** Two in 64 activations may trade places at the end of the top, as rounding has it; see `MAX_MANTISSA_ERROR`. */
export const MAX_EXPONENT_MISMATCH = 0.035
/** See `MAX_MANTISSA_ERROR`. */
export const MAX_ANSWER_GAP = 0.0013
/** Fewer activations than this prove nothing. */
export const MIN_COMPARED = 64

/** Chance, over a whole history however long and however often it is looked at, that an honest miner is accused. */
export const FALSE_ALARM_RATE = 1e-6
/** Chance that a miner is called verified although 95 of 100 of its proofs would fail, as another model's do. */
export const FALSE_PASS_RATE = 1e-3
/** Share of an honest miner's proofs that fail at most: none of thousands did, on one machine; other machines may differ. */
export const HONEST_FAILURES = 0.005
/** Shares of failing proofs that a cheat may have, who runs another model always or now and then. All equally likely. */
const CHEATING_FAILURES = [0.05, 0.2, 0.5, 0.95] as const
const OTHER_MODEL_FAILURES = 0.95

/** Judges one proof. Values that are no numbers, from a model that gives such, fail. */
export const judgeProof = (check: AnswersCheck): ProofOutcome => judgeWithin(check, 1)

/** @param room factor on all limits: above 1 for a milder judge. */
function judgeWithin(
  { compared, exponentMismatch, mantissaError, answerGap }: AnswersCheck,
  room: number,
): ProofOutcome {
  if (!(answerGap <= room * MAX_ANSWER_GAP)) return 'failed'
  if (compared < MIN_COMPARED / room) return 'no-evidence'
  return exponentMismatch <= room * MAX_EXPONENT_MISMATCH && mantissaError <= room * MAX_MANTISSA_ERROR
    ? 'passed'
    : 'failed'
}

/** Machines differ by rounding: limits may lie so much further or nearer for another one's proofs. */
const ROUNDING = 1.25

/** Proofs so near to a limit that another machine may judge them differently. */
export const countUnclear = (checks: readonly AnswersCheck[]): number =>
  checks.filter((check) => judgeWithin(check, ROUNDING) !== judgeWithin(check, 1 / ROUNDING)).length

/** Counts proofs by their outcome, to be added up over rounds. */
export function countProofOutcomes(checks: readonly AnswersCheck[]): ProofCounts {
  const outcomes = checks.map(judgeProof)
  return {
    passed: outcomes.filter((outcome) => outcome === 'passed').length,
    failed: outcomes.filter((outcome) => outcome === 'failed').length,
  }
}

/** Verdict on the proofs of one miner and model, all that there are. */
export const judgeProofs = (checks: readonly AnswersCheck[]): Verdict => judgeCounts(countProofOutcomes(checks))

/**
 * Verdict on counted proofs. The likelihood of the counts under a mixture of cheats, over that under honesty, is at its
 * start 1 and for honest miners falls on average, so it ever reaches 1/α with chance α at most (Ville's inequality; Wald
 * 1945, "Sequential Tests of Statistical Hypotheses"): a validator may judge after each round without paying for it.
 */
export function judgeCounts(counts: ProofCounts): Verdict {
  const ratios = CHEATING_FAILURES.map((share) => logRatio(counts, share))
  const largest = Math.max(...ratios)
  const mixture = largest + Math.log(ratios.reduce((sum, ratio) => sum + Math.exp(ratio - largest), 0) / ratios.length)
  if (mixture >= -Math.log(FALSE_ALARM_RATE)) return 'other-model'
  // Failures that speak for a cheat who cheats now and then do not verify, however rare.
  const isOtherModelOut = logRatio(counts, OTHER_MODEL_FAILURES) <= Math.log(FALSE_PASS_RATE)
  return isOtherModelOut && mixture < 0 ? 'verified' : 'unproven'
}

/** Logarithm of the likelihood of the counts when `share` of the proofs fail, over that when an honest share does. */
const logRatio = ({ passed, failed }: ProofCounts, share: number): number =>
  failed * Math.log(share / HONEST_FAILURES) + passed * Math.log((1 - share) / (1 - HONEST_FAILURES))
