import type { ReliabilityBin } from '../../shared/scoring/calibration.ts'
import type { OutcomeTag } from '../outcomes.ts'

/** Everything that `validator report` shows, and what `--json` writes. Shares are of 1. */
export interface Report {
  /** Whose database it is; `null` in one that was never opened for writing. */
  readonly validator: { readonly hotkey: string | null; readonly netuid: number | null }
  /** Which rule and data the scores belong to; `null` before the first round. */
  readonly scoring: string | null
  /** Id and version of the mechanism, such as `glyphs@2`. */
  readonly mechanism: string | null
  /** Rounds that are covered; `null` before the first. */
  readonly rounds: RoundSpan | null
  /** Block of the weights that were set last. */
  readonly weightsBlock: number | null
  /** Block at which the chain was asked for incentives; `null` when it was not asked. */
  readonly chainBlock: number | null
  /** Best first. */
  readonly miners: readonly MinerReport[]
  /** Miners that count as one now. */
  readonly groups: readonly GroupReport[]
  /** Everything that anybody was caught by, what still holds first. */
  readonly findings: readonly FindingReport[]
  readonly calibration: CalibrationNote
}

/** Rounds of a report. */
export interface RoundSpan {
  readonly count: number
  readonly first: RoundMark
  readonly last: RoundMark
}

/** A round in time. */
export interface RoundMark {
  readonly id: number
  readonly block: number
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
}

/** One miner. */
export interface MinerReport {
  readonly hotkey: string
  /** In the last round in which it was asked. */
  readonly uid: number
  /** SHA-256 of the model that it had committed on chain before its last round; `null` without one. */
  readonly registeredModel: string | null
  /** SHA-256 of the model that it claimed last. */
  readonly claimedModel: string | null
  /** Running average of the skill of each round: 0 at chance or below, 1 for the optimum. */
  readonly skill: number
  /** Standard error of that average. */
  readonly uncertainty: number
  /**
   * Probability that it is better than the next one below it that it does not share a place with, from the rounds of the
   * report that both answered; `null` with fewer than 3, and for the last.
   */
  readonly aheadOfNext: number | null
  /** In the weights set last, 1 for the best miner; `null` when it was not in them. */
  readonly weight: number | null
  /** Its share of what the last epoch paid to miners; `null` when the chain was not asked or does not know it. */
  readonly incentive: number | null
  /** Rounds of the report in which it was asked. */
  readonly asked: number
  readonly outcomes: Readonly<Partial<Record<OutcomeTag, number>>>
  /** The newest round without an answer that counts. */
  readonly lastFailure: { readonly round: number; readonly outcome: OutcomeTag; readonly detail: string } | null
  /** Rounds by what their proofs amount to alone, and single proofs, which add up over rounds. */
  readonly proofs: {
    readonly verified: number
    readonly failed: number
    readonly absent: number
    readonly counts: { readonly passed: number; readonly failed: number }
  }
  /** Time until its commitment; `null` without any. */
  readonly latencyMs: Quantiles | null
  readonly attainable: Attainable | null
  /** `null` where there is none: see `Report.calibration`. */
  readonly calibration: MinerCalibration | null
  /** Thinned evenly to 300 rounds where there are more; oldest first. */
  readonly history: readonly HistoryPoint[]
  /** Kinds of findings that hold now. */
  readonly findings: readonly string[]
}

/** One round in the life of a miner. */
export interface HistoryPoint {
  readonly round: number
  readonly block: number
  /** Of this round alone, 0 without an answer that counts. */
  readonly skill: number
  /** The running average after it, and its standard error. */
  readonly mean: number
  readonly uncertainty: number
}

/** A distribution by what lies below. */
export interface Quantiles {
  readonly count: number
  readonly p5: number
  readonly p25: number
  readonly p50: number
  readonly p75: number
  readonly p95: number
}

/** Mean scores over the rounds that a miner answered, all in the unit of the mechanism's rule. */
export interface Attainable {
  readonly rounds: number
  readonly chance: number
  readonly score: number
  readonly optimum: number
  /** `(score − chance) / (optimum − chance)`, not cut at 0 or 1. */
  readonly share: number
}

/** How far a miner's probabilities can be taken at their word. */
export interface MinerCalibration {
  /** Answers that it comes from. */
  readonly answers: number
  /** Expected calibration error: mean distance of confidence from accuracy. */
  readonly error: number
  /** What it would be on average for a miner whose probabilities are right, on as many answers: luck alone. */
  readonly errorByLuck: number
  readonly bins: readonly ReliabilityBin[]
}

/** What calibration comes from, or why there is none. */
export interface CalibrationNote {
  /** Newest rounds whose answers were read again. */
  readonly rounds: number
  /** Answers that counted then and cannot be read now, for example by another version of a person's own module. */
  readonly unreadable: number
  /** Why there is no calibration; `null` where there is. */
  readonly reason: string | null
}

/** Miners that share one place. */
export interface GroupReport {
  /** Hotkey of the one that is paid. */
  readonly paid: string
  /** Hotkeys of the others. */
  readonly others: readonly string[]
}

/** What a miner was caught by. */
export interface FindingReport {
  readonly hotkey: string
  readonly uid: number | null
  /** `duplicate`, `relay`, `leak`, `downgrade` or `late`. */
  readonly kind: string
  /** Round since which it holds or held, and the one that confirmed it last. */
  readonly since: number
  readonly until: number
  readonly isHolding: boolean
  readonly evidence: string
  /** Hotkey that is paid for the same answers; `null` where only one is concerned. */
  readonly of: string | null
}
