/**
 * I32F32 on raw integers carried by float64, exact up to 2⁵³. A float64 operation gives the number nearest to the exact
 * result, and rounding never passes an integer on its way: what is below 2⁵³ and comes out with a fraction lies between the
 * same two integers as the exact result, and has its floor. Only what comes out whole may in truth lie just below (one in
 * millions, or 0 and powers of two), and is divided again in 16-bit steps: each intermediate stays below 2⁵³, and `Math.floor`
 * of a quotient of integers a / b is exact while a + b < 2⁵³. Products are always taken in two such steps, which need no
 * branch. Multiplying by a power of two never rounds.
 * Ranges are the callers' duty; `isFloat64Safe` keeps other input away.
 */

/** Raw value of 1. */
export const ONE = 2 ** 32
const STEP = 2 ** 16
/** Largest divisor that the two-step quotient takes. */
const TWO_STEP_LIMIT = 2 ** 36
/** Dekker's splitter: cuts 53 bits into halves whose products are exact. */
const SPLITTER = 2 ** 27 + 1

/** floor(a · b / 2³²) for 0 ≤ a ≤ 2³⁶ and 0 ≤ b ≤ 2³². */
export function mul(a: number, b: number): number {
  const high = Math.floor(b / STEP)
  return Math.floor((a * high + Math.floor((a * (b - high * STEP)) / STEP)) / STEP)
}

/** ceil(a · b / 2³²) for 0 ≤ a, b ≤ 2³². */
export function mulCeil(a: number, b: number): number {
  const high = Math.floor(b / STEP)
  return Math.ceil((a * high + Math.ceil((a * (b - high * STEP)) / STEP)) / STEP)
}

/** Exact a · b − fl(a · b), by Dekker's product. */
function productError(a: number, b: number, product: number): number {
  const aTurned = SPLITTER * a
  const aHigh = aTurned - (aTurned - a)
  const aLow = a - aHigh
  const bTurned = SPLITTER * b
  const bHigh = bTurned - (bTurned - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

/** The quotient for any 0 ≤ a < 2⁵³ and 0 < b < 2⁵³ with a result below 2⁵²: one guess, put right by its exact remainder. */
function divideWide(a: number, b: number): number {
  const scaled = a * ONE
  const guess = Math.floor(scaled / b)
  const product = guess * b
  const remainder = scaled - product - productError(guess, b, product)
  return remainder < 0 ? guess - 1 : remainder >= b ? guess + 1 : guess
}

/** floor(a · 2³² / b) for 0 < b < 2⁵³ and 0 ≤ a, up to the greater of 2³⁶ and b, where the result is below 2⁵². */
export function divide(a: number, b: number): number {
  const quotient = (a * ONE) / b
  const whole = Math.floor(quotient)
  // The slow way's result is taken by a difference, 0 or 1, that is known to be a number: else all results would be boxed.
  return whole < quotient ? whole : whole - (whole - divideInSteps(a, b))
}

function divideInSteps(a: number, b: number): number {
  if (b > TWO_STEP_LIMIT) return divideWide(a, b)
  const scaled = a * STEP
  const high = Math.floor(scaled / b)
  return high * STEP + Math.floor(((scaled - high * b) * STEP) / b)
}

/** Raw value of a u16 proportion: 65 535 gives exactly 1. As 2³² = 65 535 · 65 537 + 1, no division is needed. */
export const ratioOfU16 = (value: number): number => value * 65_537 + (value === 65_535 ? 1 : 0)

/** U16 proportion of a raw value, rounded down. */
export const u16OfRatio = (raw: number): number => (raw >= ONE ? 65_535 : Math.floor((raw * 65_535) / ONE))

/** Plain sum. */
export function sumOf(values: Float64Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0
  return total
}

/** Divides values by their sum in place, and returns them; a sum of 0 changes nothing. */
export function normalize(values: Float64Array): Float64Array {
  const total = sumOf(values)
  if (total === 0) return values
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    if (value !== 0) values[i] = divide(value, total)
  }
  return values
}
