import type { Rows } from './rows.ts'

/** What one epoch writes back, indexed by uid. Shares are u16 proportions, amounts are u64. */
export interface EpochOutput {
  /** One entry per `lastUpdate` entry, at least `n`. */
  readonly active: readonly boolean[]
  readonly consensus: Uint16Array
  readonly incentive: Uint16Array
  readonly dividends: Uint16Array
  readonly validatorTrust: Uint16Array
  readonly stakeWeight: Uint16Array
  /** The new permits, used by the next epoch. */
  readonly validatorPermit: readonly boolean[]
  /** Rao steered to miners. The sum can be a few rao short: remainders are not paid. */
  readonly serverEmission: readonly bigint[]
  /** Rao steered to validators. */
  readonly validatorEmission: readonly bigint[]
  /** Combined emission as stored. */
  readonly emission: readonly bigint[]
  /** Total stake in whole rao. */
  readonly stake: readonly bigint[]
  /** One row per uid, sorted unless liquid alpha kept the order of unsorted weights. Empty without a new permit. */
  readonly bonds: Rows
}
