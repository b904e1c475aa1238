import type { ScoreScale } from '../mechanism/mechanism.ts'
import type { ProofCounts } from '../proof/judge.ts'
import type { AnswerSpace } from './answer-space.ts'

/** What the proofs that may be attached to answers amount to: they hold, they do not, or there are none or too few. */
export type ProofState = 'verified' | 'failed' | 'absent'

/** Answers of one miner to one round, as scores. */
export interface ScoredAnswers {
  /** Score of each shared task, in the unit of the rule and in the same order for all miners. */
  readonly shared: Float64Array
  /** Distance of each shared answer from the reference, 0 to 1; by `Mechanism.distance`, as all distances here. */
  readonly errors: Float64Array
  /** Scores of the miner's own tasks, and the scale of exactly these; may be empty. */
  readonly slice: Float64Array
  readonly sliceScale: ScoreScale
  /** Scores of the canaries, and the scale of exactly these; may be empty. */
  readonly canaries: Float64Array
  readonly canaryScale: ScoreScale
  /** As the validator measured it; `undefined` when it did not. */
  readonly latencyMs: number | undefined
}

/** One miner that a round asked. Who was not asked is not in the round and stays as it was. */
export interface MinerRound {
  readonly hotkey: string
  /** `undefined` when no answer counts: late, unreachable, refused, malformed, not revealed, not as committed. */
  readonly answers: ScoredAnswers | undefined
  /** What the proofs of this round alone amount to. */
  readonly proof: ProofState
  /** How many of them held and how many did not: what few of them say adds up over rounds. */
  readonly proofs?: ProofCounts
}

/** A round after scoring: all that later steps need of it. */
export interface ScoredRound {
  /** Rises from round to round of one validator; findings say since which. */
  readonly number: number
  /** Of the shared tasks. */
  readonly scale: ScoreScale
  readonly miners: readonly MinerRound[]
  /** Answers to the shared tasks, by position in `miners`. */
  readonly space: AnswerSpace
}
