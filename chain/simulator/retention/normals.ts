import { U16_MAX } from '../../../shared/units.ts'

const MASK = (1n << 64n) - 1n
/** Keeps the logarithm finite. */
const TINY = 0.000001

/**
 * SplitMix64 reduced to whole numbers from 0 to 65 534, the generator that the experiment's reference figures were made
 * with. Not for secrets: use `createRng` for those.
 */
export function createSplitMix(seed: bigint): () => number {
  let state = seed & MASK
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK
    let mixed = state
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK
    return Number((mixed ^ (mixed >> 31n)) % 65_535n)
  }
}

/** Draws normal values with mean 0 and deviation 1 as the experiment does: Box-Muller over two runs of draws. */
export function drawNormals(draw: () => number, count: number): Float64Array {
  const uniform = Float64Array.from({ length: 2 * count }, () => draw() / U16_MAX + TINY)
  return Float64Array.from({ length: count }, (_, i) => {
    const radius = Math.sqrt(-2 * Math.log(uniform[i] ?? 1))
    return radius * Math.cos(2 * Math.PI * (uniform[i + count] ?? 0))
  })
}

/** Draws positive shares of 1 whose deviation is `deviation` times their mean. Draws even when the deviation is 0. */
export function drawShares(draw: () => number, count: number, deviation: number): Float64Array {
  const values = drawNormals(draw, count).map((normal) => Math.max(0, deviation * normal + 1))
  const sum = values.reduce((total, value) => total + value, 0)
  return sum === 0 ? values : values.map((value) => value / sum)
}
