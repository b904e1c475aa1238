import { AppError } from './errors.ts'

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, where equal values share the mean of their ranks.
 * `undefined` when it is not defined: fewer than two pairs, or one side all equal.
 * @throws AppError `out-of-range` when the lists differ in length or hold NaN.
 */
export function spearman(x: readonly number[], y: readonly number[]): number | undefined {
  if (x.length !== y.length)
    throw new AppError('out-of-range', `rank correlation takes pairs; found ${x.length} and ${y.length} values`)
  if (x.some(Number.isNaN) || y.some(Number.isNaN))
    throw new AppError('out-of-range', 'rank correlation takes numbers; found NaN')
  return pearson(ranks(x), ranks(y))
}

/** Ranks from 1; equal values get the mean of the ranks they cover. */
function ranks(values: readonly number[]): Float64Array {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => compare(a.value, b.value))
  const result = new Float64Array(values.length)
  let start = 0
  while (start < order.length) {
    let end = start + 1
    while (end < order.length && order[end]?.value === order[start]?.value) end++
    const shared = (start + 1 + end) / 2
    for (const { index } of order.slice(start, end)) result[index] = shared
    start = end
  }
  return result
}

/** By comparison, since the difference of two infinities is NaN. */
function compare(a: number, b: number): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function pearson(x: Float64Array, y: Float64Array): number | undefined {
  // Both hold ranks of n values, so both have this mean.
  const mean = (x.length + 1) / 2
  let xy = 0
  let xx = 0
  let yy = 0
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? 0) - mean
    const dy = (y[i] ?? 0) - mean
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy)
}
