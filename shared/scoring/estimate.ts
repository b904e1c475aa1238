import { AppError } from '../errors.ts'
import { decayOf } from './decay.ts'

/** A mean that forgets, with what its uncertainty takes. Four numbers, so that a row of SQLite holds it. */
export interface Estimate {
  readonly mean: number
  /** Sum of the weights: how many rounds the mean is worth. Grows from 1 to `1 / (1 − 2^(−1/halfLife))`. */
  readonly weight: number
  /** Sum of the squared weights. */
  readonly squares: number
  /** Weighted sum of squared distances from the mean. */
  readonly spread: number
}

/** Largest standard deviation of values from 0 to 1 (Popoviciu 1935): what a single value leaves open. */
const WIDEST = 0.5

/**
 * The estimate after one more value. A value loses half of its weight in `halfLife` updates: `W' = d·W + 1`,
 * `mean' = mean + (x − mean) / W'`, `spread' = d·spread + (x − mean)(x − mean')` with `d = 2^(−1/halfLife)` (West 1979,
 * "Updating mean and variance estimates"). Dividing by the weight instead of by its limit lets the first value count in
 * full, without a pull towards a starting value.
 *
 * Not asked is not a value: do not call this.
 * @param before `undefined` before the first value.
 * @throws AppError `out-of-range` for a value that is not finite or a half-life that is not above 0.
 */
export function updateEstimate(before: Estimate | undefined, value: number, halfLife: number): Estimate {
  if (!Number.isFinite(value)) throw new AppError('out-of-range', `value ${value} is not valid; use a finite number`)
  if (!(halfLife > 0)) throw new AppError('out-of-range', `half-life ${halfLife} is not valid; use rounds above 0`)
  if (before === undefined) return { mean: value, weight: 1, squares: 1, spread: 0 }
  const decay = decayOf(halfLife)
  const weight = decay * before.weight + 1
  const mean = before.mean + (value - before.mean) / weight
  return {
    mean,
    weight,
    squares: decay * decay * before.squares + 1,
    spread: decay * before.spread + (value - before.mean) * (value - mean),
  }
}

/** Kish's effective sample size, `(Σw)² / Σw²`: how many equally weighted values know as much. */
export const effectiveSize = ({ weight, squares }: Estimate): number => (weight * weight) / squares

/**
 * Standard error of the mean: `√(s² / n)` with the effective size `n` and the unbiased variance under reliability
 * weights `s² = spread / (W − Σw²/W)`. One value says nothing of its scatter; then it is 0.5, the widest of a skill.
 */
export function standardErrorOf(estimate: Estimate): number {
  const freedom = estimate.weight - estimate.squares / estimate.weight
  if (!(freedom > 1e-9)) return WIDEST
  return Math.sqrt(Math.max(0, estimate.spread) / freedom / effectiveSize(estimate))
}
