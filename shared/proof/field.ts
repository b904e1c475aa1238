/**
 * Order of the finite field that proofs are made in: the largest prime below 2^16 − 38, as in TOPLOC (Ong et al. 2025,
 * https://arxiv.org/abs/2501.16007). Every bfloat16 from zero to infinity of either sign has bits below it, 0xFF80 at
 * most: only some NaNs lie above, and those are never proved.
 */
export const PRIME = 65_497

/** 2^16 − PRIME: what 2^16 is worth in the field, which turns division into multiplication by a small number. */
const FOLD = 65_536 - PRIME

/** a · b in the field, for a and b below PRIME: their product fits 32 bits without sign. */
export function multiply(a: number, b: number): number {
  const product = Math.imul(a, b)
  const once = (product >>> 16) * FOLD + (product & 0xffff)
  const twice = (once >>> 16) * FOLD + (once & 0xffff)
  return twice < PRIME ? twice : twice - PRIME
}

/** a + b in the field. */
export function add(a: number, b: number): number {
  const sum = a + b
  return sum < PRIME ? sum : sum - PRIME
}

/** a − b in the field. */
export function subtract(a: number, b: number): number {
  return a < b ? a - b + PRIME : a - b
}

/** 1 / a in the field by Fermat's little theorem, a^(PRIME − 2). Zero has no inverse and gives zero. */
export function invert(a: number): number {
  let result = 1
  let power = a
  for (let exponent = PRIME - 2; exponent > 0; exponent >>>= 1) {
    if ((exponent & 1) === 1) result = multiply(result, power)
    power = multiply(power, power)
  }
  return result
}
