import type { Value } from '../../../../../shared/scale/type.ts'
import type { safeFloat } from '../types.ts'

/**
 * A decimal number with 21 digits, `mantissa · 10^exponent`. Except for zero the mantissa lies above 10^20 and at most
 * at 10^21, so that every number has one form. Results are cut off, never rounded up: shares must not sum to more than
 * there is (subtensor primitives/share-pool).
 */
export type SafeFloat = Value<typeof safeFloat>

const MAX_MANTISSA = 10n ** 21n
const MIN_MANTISSA = 10n ** 20n
/** Of every mantissa but the greatest, which has one more. */
const DIGITS = 21
const U64_MAX = (1n << 64n) - 1n

export const ZERO: SafeFloat = { mantissa: 0n, exponent: 0n }

export const isZero = (value: SafeFloat): boolean => value.mantissa === 0n

/** Whether two numbers are one; every number has one form. */
export const isSame = (a: SafeFloat, b: SafeFloat): boolean =>
  a === b || (a.mantissa === b.mantissa && a.exponent === b.exponent)

/** Products of two mantissas have at most 43 digits. */
const POWERS_OF_TEN: readonly bigint[] = Array.from({ length: 48 }, (_, power) => 10n ** BigInt(power))
const powerOfTen = (power: number): bigint => POWERS_OF_TEN[power] ?? 10n ** BigInt(power)

/** Decimal digits of a positive number: a guess by its logarithm, which is off by one next to powers of ten only. */
function digitsOf(value: bigint): number {
  const guess = Math.floor(Math.log10(Number(value))) + 1
  if (value >= powerOfTen(guess)) return guess + 1
  return value < powerOfTen(guess - 1) ? guess - 1 : guess
}

function normalize(mantissa: bigint, exponent: bigint): SafeFloat {
  if (mantissa > MIN_MANTISSA && mantissa < MAX_MANTISSA) return { mantissa, exponent }
  if (mantissa === 0n) return ZERO
  // All but one step at once; cutting off digits one by one or together is the same.
  const excess = digitsOf(mantissa) - DIGITS
  let digits = excess > 0 ? mantissa / powerOfTen(excess) : mantissa * powerOfTen(-excess)
  let power = exponent + BigInt(excess)
  if (digits <= MIN_MANTISSA) {
    digits *= 10n
    power -= 1n
  }
  return { mantissa: digits, exponent: power }
}

/** @param value 0 or more, at most 10^21. */
export const fromInteger = (value: bigint): SafeFloat => normalize(value, 0n)

/** Whole part, clamped to u64. */
export function toInteger({ mantissa, exponent }: SafeFloat): bigint {
  const whole = exponent >= 0n ? mantissa * 10n ** exponent : mantissa / 10n ** -exponent
  return whole > U64_MAX ? U64_MAX : whole
}

/** Both mantissas at the greater exponent; digits of the smaller number below that are cut off. */
function align(a: SafeFloat, b: SafeFloat): readonly [a: bigint, b: bigint, exponent: bigint] {
  return a.exponent >= b.exponent
    ? [a.mantissa, b.mantissa / powerOfTen(Number(a.exponent - b.exponent)), a.exponent]
    : [a.mantissa / powerOfTen(Number(b.exponent - a.exponent)), b.mantissa, b.exponent]
}

export function add(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (isZero(a)) return b
  if (isZero(b)) return a
  const [left, right, exponent] = align(a, b)
  return normalize(left + right, exponent)
}

/** `a + b`, in its last digit rounded up where it is not exact: for totals that must not fall below their parts. */
export function addUp(a: SafeFloat, b: SafeFloat): SafeFloat {
  const sum = add(a, b)
  if (isZero(a) || isZero(b)) return sum
  const lowest = a.exponent < b.exponent ? a.exponent : b.exponent
  const scaled = ({ mantissa, exponent }: SafeFloat) => mantissa * 10n ** (exponent - lowest)
  if (scaled(sum) >= scaled(a) + scaled(b)) return sum
  return sum.mantissa === MAX_MANTISSA
    ? { mantissa: MIN_MANTISSA + 1n, exponent: sum.exponent + 1n }
    : { ...sum, mantissa: sum.mantissa + 1n }
}

/** What the mantissa has for each rao of shares that are worth one each; `undefined` for other shares, and for none. */
function unitOf({ mantissa, exponent }: SafeFloat, total: bigint): bigint | undefined {
  if (mantissa <= MIN_MANTISSA || exponent > 0n) return undefined
  const unit = powerOfTen(-Number(exponent))
  return total * unit === mantissa ? unit : undefined
}

/** What `amount` buys of shares that are worth `total` together. */
export const sharesFor = (amount: bigint, shares: SafeFloat, total: bigint): SafeFloat =>
  isZero(shares) || unitOf(shares, total) !== undefined
    ? fromInteger(amount)
    : mulDiv(fromInteger(amount), shares, fromInteger(total))

/** All shares once `amount` has bought some of those that are worth `total`: `add(shares, sharesFor(…))`. */
export function sharesAfter(amount: bigint, shares: SafeFloat, total: bigint): SafeFloat {
  // A share is worth a rao until all who hold some are paid at once, which nobody does to miners.
  const unit = unitOf(shares, total)
  if (unit !== undefined) {
    const mantissa = shares.mantissa + amount * unit
    if (mantissa < MAX_MANTISSA) return { mantissa, exponent: shares.exponent }
  } else if (amount < total && !isZero(shares)) {
    // What so little buys has the finer digits: all that is cut off of it one step after the other is cut off here at once.
    return normalize(shares.mantissa + (amount * shares.mantissa) / total, shares.exponent)
  }
  return add(shares, sharesFor(amount, shares, total))
}

/** `a - b`, at least zero. What is cut off of `b` makes the difference greater, the more the greater `a` is. */
export function subtract(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (isZero(a) || isZero(b)) return a
  const [left, right, exponent] = align(a, b)
  return left > right ? normalize(left - right, exponent) : ZERO
}

/** `a · b / c` cut off once at the end; zero when `c` is zero. */
export const mulDiv = (a: SafeFloat, b: SafeFloat, c: SafeFloat): SafeFloat =>
  isZero(c) ? ZERO : normalize((a.mantissa * b.mantissa) / c.mantissa, a.exponent + b.exponent - c.exponent)
