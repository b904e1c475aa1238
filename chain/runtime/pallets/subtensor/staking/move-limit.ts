import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { U64F64 } from '../../../../yuma/fixed.ts'
import { errors as swapErrors } from '../../swap/errors.ts'
import { hasPool, mostAlphaWithin, mostTaoWithin, reservesOf, spotPrice } from '../pool/pool.ts'

const UNIT = 1_000_000_000n
const U64_MAX = (1n << 64n) - 1n
/** Clamped to the highest amount there is. */
const clamp = (raw: bigint) => (U64F64.floor(raw) > U64_MAX ? U64_MAX : U64F64.floor(raw))

/** Most TAO that can be staked before the price passes a limit. @throws ModuleError `Swap.PriceLimitExceeded`. */
export function mostToAdd(state: Storage, netuid: number, limitPrice: bigint): bigint {
  const most = mostTaoWithin(state, netuid, limitPrice)
  ensure(most > 0n || !hasPool(state, netuid), swapErrors.PriceLimitExceeded, () => `limit ${limitPrice}`)
  return most
}

/** Most stake that can be sold before the price falls below a limit. @throws ModuleError `Swap.PriceLimitExceeded`. */
export function mostToRemove(state: Storage, netuid: number, limitPrice: bigint): bigint {
  const most = mostAlphaWithin(state, netuid, limitPrice)
  ensure(most > 0n || !hasPool(state, netuid), swapErrors.PriceLimitExceeded, () => `limit ${limitPrice}`)
  return most
}

/**
 * Most stake that can be moved from one subnet to another before the price of the first token in the second falls below
 * a limit (billionths). Between two pools this is the estimate that subtensor makes, without fees.
 */
export function mostToMove(state: Storage, from: number, to: number, limitPrice: bigint): bigint {
  const [isFromPool, isToPool] = [hasPool(state, from), hasPool(state, to)]
  if (!isFromPool && !isToPool) return limitPrice > UNIT ? 0n : U64_MAX
  if (limitPrice === 0n && isToPool) return U64_MAX
  if (!isFromPool) {
    const price = clamp(U64F64.mul(U64F64.divide(UNIT << 64n, limitPrice << 64n), UNIT << 64n))
    return mostToAdd(state, to, price)
  }
  if (!isToPool) return mostToRemove(state, from, limitPrice)
  return mostBetweenPools(state, from, to, limitPrice)
}

function mostBetweenPools(state: Storage, from: number, to: number, limitPrice: bigint): bigint {
  const [first, second] = [reservesOf(state, from), reservesOf(state, to)]
  if ([first.tao, first.alpha, second.tao, second.alpha].includes(0n)) return 0n
  const limit = U64F64.divide(limitPrice << 64n, UNIT << 64n)
  if (limit > U64F64.divide(spotPrice(state, from), spotPrice(state, to))) return 0n
  const both = (first.tao + second.tao) << 64n
  const firstShare = U64F64.divide(first.tao << 64n, both)
  const secondShare = U64F64.divide(second.tao << 64n, both)
  return clamp(
    U64F64.sub(
      U64F64.divide(U64F64.mul(second.alpha << 64n, firstShare), limit),
      U64F64.mul(first.alpha << 64n, secondShare),
    ),
  )
}
