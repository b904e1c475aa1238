import { studentQuantile } from './student-t.ts'

/** A mean over seeds with its 95 % interval, mean ± halfWidth. */
export interface Estimate {
  readonly mean: number
  /** `undefined` for a single value, which says nothing about its spread. */
  readonly halfWidth: number | undefined
  /** How many values there were. */
  readonly count: number
}

const COVERAGE = 0.95

/** Mean of values; `undefined` for none. */
export const meanOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Mean with the 95 % interval of Student (1908), mean ± t(n−1) · s / √n with s² = Σ (x − mean)² / (n − 1).
 * `undefined` for no values.
 */
export function estimate(values: readonly number[]): Estimate | undefined {
  const mean = meanOf(values)
  if (mean === undefined) return undefined
  const count = values.length
  if (count === 1) return { mean, halfWidth: undefined, count }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  return { mean, halfWidth: studentQuantile(count - 1, COVERAGE) * Math.sqrt(variance / count), count }
}

/** Lowest value of the interval; the mean itself when the spread is unknown. */
export const lowOf = ({ mean, halfWidth }: Estimate): number => mean - (halfWidth ?? 0)
/** Highest value of the interval; the mean itself when the spread is unknown. */
export const highOf = ({ mean, halfWidth }: Estimate): number => mean + (halfWidth ?? 0)
