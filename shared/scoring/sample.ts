/** Mean and scatter of a sample. */
export interface Sample {
  readonly count: number
  readonly mean: number
  /** Unbiased variance of one value; 0 with fewer than two. */
  readonly variance: number
}

/** Mean and unbiased variance in two passes, without cancellation. The mean of nothing is 0. */
export function sampleOf(values: ArrayLike<number>): Sample {
  const count = values.length
  let sum = 0
  for (let i = 0; i < count; i++) sum += values[i] ?? 0
  const mean = count === 0 ? 0 : sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += ((values[i] ?? 0) - mean) ** 2
  return { count, mean, variance: count < 2 ? 0 : squares / (count - 1) }
}
