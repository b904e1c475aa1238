import { I64F64 } from '../../yuma/fixed.ts'
import { createSplitMix, drawShares } from './normals.ts'

/** Uids below this are validators, the rest miners. */
export const VALIDATORS = 64
/** How many miners there are. */
export const MINERS = 448
/** Uids of the network. */
export const NEURONS = VALIDATORS + MINERS

const TOTAL_STAKE_RAO = 21_000_000_000_000_000
const STAKE_DEVIATION = 0.3

/** An honest team and a cabal with the random part of their stakes and weights. The first of each kind are honest. */
export interface Teams {
  readonly honestStake: number
  readonly honestValidators: number
  readonly honestMiners: number
  /** By uid, I64F64 raw bits of rao. */
  readonly totalStake: readonly bigint[]
  /** Row per validator, column per miner: the miner's share of what the validator gives to the miner's team. */
  readonly shares: Float64Array
}

/** What the teams are drawn from. */
export interface TeamsOptions {
  /** The honest team's share of the stake, between 0 and 1. */
  readonly honestStake: number
  readonly weightDeviation: number
  readonly seed: bigint
}

/** Both teams have at least one of each kind. */
const honestOf = (total: number, share: number): number => Math.max(1, Math.min(total - 1, Math.floor(share * total)))

/**
 * Draws two teams; the same seed gives the same teams. The order of the draws is part of the experiment: stakes of the
 * honest validators, stakes of the cabal's, then each validator's weights on honest miners and on the cabal's.
 */
export function drawTeams({ honestStake, weightDeviation, seed }: TeamsOptions): Teams {
  const draw = createSplitMix(seed)
  const honestValidators = honestOf(VALIDATORS, honestStake)
  const honestMiners = honestOf(MINERS, honestStake)
  const teamStakes = (count: number, share: number): bigint[] =>
    Array.from(drawShares(draw, count, STAKE_DEVIATION), (part) => BigInt(Math.floor(share * part * TOTAL_STAKE_RAO)))
  const stakes = [
    ...teamStakes(honestValidators, honestStake),
    ...teamStakes(VALIDATORS - honestValidators, 1 - honestStake),
    ...Array.from({ length: MINERS }, () => 0n),
  ]
  const shares = new Float64Array(VALIDATORS * MINERS)
  for (let validator = 0; validator < VALIDATORS; validator++) {
    const row = validator * MINERS
    shares.set(drawShares(draw, honestMiners, weightDeviation), row)
    shares.set(drawShares(draw, MINERS - honestMiners, weightDeviation), row + honestMiners)
  }
  return { honestStake, honestValidators, honestMiners, totalStake: stakes.map(I64F64.fromInteger), shares }
}
