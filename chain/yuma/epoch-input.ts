import type { Rows } from './rows.ts'

/**
 * Everything that one epoch of one mechanism of one subnet depends on.
 * Blocks are whole numbers, hyperparameters are the raw integers of storage, amounts are bigint.
 * Vectors are indexed by uid.
 */
export interface EpochInput {
  /** Number of uids of the subnet. */
  readonly n: number
  readonly currentBlock: number
  /** Blocks between two epochs. */
  readonly tempo: number
  /** Blocks without an update after which a neuron is inactive; see `activityCutoffBlocks`. */
  readonly activityCutoff: number
  /** Block of each uid's last accepted weights or commit (per mechanism). Short: 0 is added. Long: kept. */
  readonly lastUpdate: readonly number[]
  /** Block at which each uid was registered. A missing one counts as 0. */
  readonly blockAtRegistration: readonly number[]
  /** Total stake of each uid as I64F64 raw bits (rao · 2⁶⁴); see `effectiveStake`. Exactly `n`. */
  readonly totalStake: readonly bigint[]
  /** Stake threshold in rao below which a uid's stake does not count. */
  readonly minStake: bigint
  /** Uid of the subnet owner's hotkey, if it has one. */
  readonly ownerUid: number | undefined
  /** Permits of the previous epoch. A missing one counts as false, but an empty list as "all permitted". */
  readonly validatorPermits: readonly boolean[]
  readonly maxAllowedValidators: number
  /** Weights as stored by `set_weights`. */
  readonly weights: Rows
  /** Bonds of the previous epoch. */
  readonly bonds: Rows
  readonly commitRevealEnabled: boolean
  /** Smallest block of each uid's unexpired commits, `undefined` for none. Read only when commit-reveal is on. */
  readonly commitBlocks: readonly (number | undefined)[]
  /** Majority, u16 proportion. */
  readonly kappa: number
  /** Share of clipping that bonds feel, u16 proportion. */
  readonly bondsPenalty: number
  /** Weight of old bonds in millionths. */
  readonly bondsMovingAverage: bigint
  readonly yuma3On: boolean
  readonly liquidAlphaOn: boolean
  /** Bounds of liquid alpha, u16 proportions. */
  readonly alphaLow: number
  readonly alphaHigh: number
  /** Hundredths, i16. */
  readonly alphaSigmoidSteepness: number
  /** Block of the subnet's previous successful epoch, 0 for none. */
  readonly lastMechanismStepBlock: number
  /** Amount to distribute, u64 rao. */
  readonly raoEmission: bigint
}
