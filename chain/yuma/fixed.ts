/**
 * One binary fixed point type of subtensor, on raw integers: `v` means `v / 2^fraction`.
 * Results are clamped to the range of the type unless said otherwise.
 */
export interface Fixed {
  readonly fraction: bigint
  readonly min: bigint
  readonly max: bigint
  /** Raw value of 1. */
  readonly one: bigint
  clamp(raw: bigint): bigint
  /** Exact, then clamped. */
  fromInteger(value: bigint): bigint
  /** Whole part, rounded towards −∞ and not clamped to an integer type. */
  floor(raw: bigint): bigint
  /** Nearest whole value, ties away from zero, still fixed point. */
  round(raw: bigint): bigint
  add(a: bigint, b: bigint): bigint
  sub(a: bigint, b: bigint): bigint
  /** Product rounded towards −∞, then clamped. */
  mul(a: bigint, b: bigint): bigint
  /** Product rounded towards −∞; `undefined` when outside the range. */
  checkedMul(a: bigint, b: bigint): bigint | undefined
  /** Quotient truncated towards zero; 0 when `b` is 0 or the quotient is outside the range (`safe_div`). */
  divide(a: bigint, b: bigint): bigint
  /** Sum that wraps like the runtime, which is built without overflow checks. */
  sum(values: readonly bigint[]): bigint
  /** Values divided by their sum; unchanged when the sum is 0. */
  normalize(values: readonly bigint[]): bigint[]
}

function defineFixed(isSigned: boolean, bits: number, fractionBits: number): Fixed {
  const fraction = BigInt(fractionBits)
  const min = isSigned ? -(1n << BigInt(bits - 1)) : 0n
  const max = (1n << BigInt(isSigned ? bits - 1 : bits)) - 1n
  const one = 1n << fraction
  const fits = (raw: bigint) => raw >= min && raw <= max
  const clamp = (raw: bigint) => greater(min, lesser(raw, max))
  const wrap = isSigned ? BigInt.asIntN : BigInt.asUintN
  const divide = (a: bigint, b: bigint) => {
    if (a === 0n || b === 0n) return 0n
    const quotient = (a << fraction) / b
    return fits(quotient) ? quotient : 0n
  }
  const sum = (values: readonly bigint[]) => {
    let total = 0n
    for (const value of values) total += value
    return wrap(bits, total)
  }
  const round = (raw: bigint) => {
    const magnitude = (((raw < 0n ? -raw : raw) + (one >> 1n)) >> fraction) << fraction
    return clamp(raw < 0n ? -magnitude : magnitude)
  }
  return {
    fraction,
    min,
    max,
    one,
    clamp,
    round,
    divide,
    sum,
    fromInteger: (value) => clamp(value << fraction),
    floor: (raw) => raw >> fraction,
    add: (a, b) => clamp(a + b),
    sub: (a, b) => clamp(a - b),
    mul: (a, b) => clamp((a * b) >> fraction),
    checkedMul: (a, b) => {
      const product = (a * b) >> fraction
      return fits(product) ? product : undefined
    },
    normalize: (values) => {
      const total = sum(values)
      return total === 0n ? [...values] : values.map((value) => divide(value, total))
    },
  }
}

/** Epoch arithmetic. */
export const I32F32 = defineFixed(true, 64, 32)
/** Stakes. */
export const I64F64 = defineFixed(true, 128, 64)
/** Amounts. */
export const I96F32 = defineFixed(true, 128, 32)
/** Coinbase and inherited stake. */
export const U96F32 = defineFixed(false, 128, 32)
/** Mechanism shares and the burn multiplier. */
export const U64F64 = defineFixed(false, 128, 64)

/** Lesser of two bigints. */
export function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

/** Greater of two bigints. */
export function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}

const U64_MAX = (1n << 64n) - 1n

/** Clamps an integer to u64, as every fixed → u64 conversion does. */
export const toU64 = (value: bigint): bigint => greater(0n, lesser(value, U64_MAX))

/** Drops the 32 extra fraction bits of an I64F64 (towards −∞) and clamps to I32F32. */
export const i32f32FromI64f64 = (raw: bigint): bigint => I32F32.clamp(raw >> 32n)

/** I32F32 of a u16 proportion: 65 535 gives exactly 1. */
export const u16Ratio = (value: number): bigint => I32F32.divide(BigInt(value) << 32n, 65_535n << 32n)

/** U16 proportion of an I32F32, rounded down: 0.5 gives 32 767. */
export function u16OfI32f32(raw: bigint): number {
  const whole = I32F32.mul(raw, 65_535n << 32n) >> 32n
  return Number(greater(0n, lesser(whole, 65_535n)))
}
