const U16_MAX = 65_535
const ONE = 2 ** 32

/**
 * Scales weights so that the largest becomes 65 535, as `set_weights` stores them. Rounds to the nearest, ties up.
 * Above 32 768 the chain cuts the factor to 32 fraction bits first, below it divides each product.
 */
export function maxUpscale(weights: Uint16Array): Uint16Array {
  let max = 0
  for (const weight of weights) max = Math.max(max, weight)
  if (max === 0) return new Uint16Array(weights.length)
  if (max <= 32_768) return weights.map((weight) => Math.floor((2 * weight * U16_MAX + max) / (2 * max)))
  const factor = Math.floor((U16_MAX * ONE) / max)
  return weights.map((weight) => Math.min(U16_MAX, Math.floor((weight * factor + ONE / 2) / ONE)))
}
