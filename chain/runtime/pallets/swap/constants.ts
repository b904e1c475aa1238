import { u16, u64 } from '../../../../shared/scale/primitives.ts'
import { constant } from '../../../frame/constant.ts'

/** Least rao of a token that a pool must have before anybody can buy it. */
export const MINIMUM_RESERVE = 1_000_000n
export const MAX_FEE_RATE = 10_000

export const constants = {
  MaxFeeRate: constant(u16, MAX_FEE_RATE, 'Highest fee rate, of 65535.'),
  MinimumLiquidity: constant(u64, 1_000n, 'Least liquidity of a position.'),
  MinimumReserve: constant(u64, MINIMUM_RESERVE, 'Least reserve of a token that can be bought from a pool, rao.'),
}
