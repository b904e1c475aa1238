import { greater, lesser, toU64, U64F64 } from './fixed.ts'
import { mul, ONE } from './float64/arithmetic.ts'

/** Bounds of the registration price in rao. */
export interface BurnBounds {
  readonly minBurn: bigint
  readonly maxBurn: bigint
}

/** The upper bound wins when the two contradict each other. */
const clampBurn = (burn: bigint, { minBurn, maxBurn }: BurnBounds): bigint => lesser(greater(burn, minBurn), maxBurn)

/** base^exponent on raw values with 32 fraction bits, cut after each product. */
function power(base: number, exponent: number): number {
  let result = ONE
  let factor = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = mul(result, factor)
    if (rest > 1) factor = mul(factor, factor)
  }
  return result
}

/** By half-life: every block asks for those of all subnets. */
const decayFactors = new Map<number, number>()

/** Factor with 32 fraction bits that the price takes each block, so that `halfLife` blocks (u16) halve it. */
export function burnDecayFactor(halfLife: number): number {
  const known = decayFactors.get(halfLife)
  if (known !== undefined) return known
  const factor = findDecayFactor(halfLife)
  decayFactors.set(halfLife, factor)
  return factor
}

function findDecayFactor(halfLife: number): number {
  if (halfLife === 0) return ONE
  let low = 0
  let high = ONE
  while (low + 1 < high) {
    const middle = low + Math.floor((high - low) / 2)
    if (power(middle, halfLife) > ONE / 2) high = middle
    else low = middle
  }
  return low
}

/** Registration price in rao after one more block. A half-life of 0 blocks leaves it alone, bounds included. */
export function decayBurn(burn: bigint, halfLife: number, bounds: BurnBounds): bigint {
  if (halfLife === 0) return burn
  return clampBurn((burn * BigInt(burnDecayFactor(halfLife))) >> 32n, bounds)
}

/** Registration price in rao after one more registration. `multiplier` is raw U64F64; below 1 it counts as 1. */
export function bumpBurn(burn: bigint, multiplier: bigint, bounds: BurnBounds): bigint {
  const bumped = U64F64.mul(U64F64.fromInteger(burn), greater(multiplier, U64F64.one))
  return clampBurn(toU64(U64F64.floor(bumped)), bounds)
}
