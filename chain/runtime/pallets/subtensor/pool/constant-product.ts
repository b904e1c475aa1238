/** What a pool holds of both tokens, rao. */
export interface Reserves {
  readonly tao: bigint
  readonly alpha: bigint
}

/** What a trade does, rao: `paidIn` enters the pool, `fee` (of the same token) does not, `paidOut` leaves it. */
export interface Trade {
  readonly paidIn: bigint
  readonly fee: bigint
  readonly paidOut: bigint
}

const FULL_RATE = 65_535n
/** Rao per token: prices in calls are rao of TAO for one whole token. */
const PRICE_UNIT = 1_000_000_000n
/** The most that can be traded at once, as a multiple of what the pool has of the token paid in. */
export const MAX_INPUT_FACTOR = 1_000n

/** Fee on an amount that includes it, rounded down. */
export const feeOf = (amount: bigint, feeRate: number): bigint => (amount * BigInt(feeRate)) / FULL_RATE

/**
 * Trades against `reserveIn · reserveOut = constant`, in whole rao. What is paid out is rounded down, so the product
 * never falls and nobody gains by splitting a trade.
 */
export function trade(reserveIn: bigint, reserveOut: bigint, amount: bigint, feeRate: number): Trade {
  const fee = feeOf(amount, feeRate)
  const paidIn = amount - fee
  const paidOut = paidIn === 0n ? 0n : (reserveOut * paidIn) / (reserveIn + paidIn)
  return { paidIn, fee, paidOut }
}

/** Most TAO, fee included, that can buy before the price passes a limit (rao for one token). */
export function mostToBuy({ tao, alpha }: Reserves, limitPrice: bigint, feeRate: number): bigint {
  // (tao + in)² / (tao · alpha) is the price afterwards.
  const reserve = squareRoot((limitPrice * tao * alpha) / PRICE_UNIT)
  return withFee(reserve - tao, tao * MAX_INPUT_FACTOR, feeRate)
}

/** Most subnet token, fee included, that can be sold before the price falls below a limit (rao for one token). */
export function mostToSell({ tao, alpha }: Reserves, limitPrice: bigint, feeRate: number): bigint {
  const cap = alpha * MAX_INPUT_FACTOR
  if (limitPrice === 0n) return cap
  // tao · alpha / (alpha + in)² is the price afterwards.
  const reserve = squareRoot((tao * alpha * PRICE_UNIT) / limitPrice)
  return withFee(reserve - alpha, cap, feeRate)
}

/** The greatest amount of which no more than `net` is left after the fee. */
function withFee(net: bigint, cap: bigint, feeRate: number): bigint {
  if (net <= 0n) return 0n
  let amount = (net * FULL_RATE) / (FULL_RATE - BigInt(feeRate))
  while (amount + 1n - feeOf(amount + 1n, feeRate) <= net) amount++
  while (amount - feeOf(amount, feeRate) > net) amount--
  return amount < cap ? amount : cap
}

/** Whole part of a square root, by Newton's method. */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
