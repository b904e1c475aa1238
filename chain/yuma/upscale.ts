import { rowMemory } from './row-memory.ts'

const U16_MAX = 65_535
const ONE = 2 ** 32

/**
 * Scales weights (u16) so that the largest becomes 65 535, as `set_weights` stores them. Rounds to the nearest, ties up.
 * Above 32 768 the chain cuts the factor to 32 fraction bits first, below it divides each product.
 */
export function maxUpscale(weights: ArrayLike<number>): Uint16Array {
  let max = 0
  for (let i = 0; i < weights.length; i++) max = Math.max(max, weights[i] ?? 0)
  const scaled = rowMemory(weights.length)
  if (max === 0) return scaled
  if (max === U16_MAX) {
    // Most rows come so: their factor is 1.
    for (let i = 0; i < weights.length; i++) scaled[i] = weights[i] ?? 0
    return scaled
  }
  const factor = Math.floor((U16_MAX * ONE) / max)
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0
    scaled[i] =
      max <= 32_768
        ? Math.floor((2 * weight * U16_MAX + max) / (2 * max))
        : Math.min(U16_MAX, Math.floor((weight * factor + ONE / 2) / ONE))
  }
  return scaled
}
