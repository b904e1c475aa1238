import type { Arena } from '../arena.ts'
import { mul, mulCeil, ONE } from './arithmetic.ts'
import { emptyMatrix, type Matrix } from './matrix.ts'

/** Step 9: clips each weight to its column's consensus; what becomes 0 that way is dropped, zeros that were there stay. */
export function clipToConsensus(arena: Arena, weights: Matrix, consensus: Float64Array): Matrix {
  const rows = weights.start.length - 1
  const clipped = emptyMatrix(arena, rows, weights.values.length)
  const { start, columns, values } = clipped
  let size = 0
  for (let u = 0; u < rows; u++) {
    const end = weights.start[u + 1] ?? 0
    for (let e = weights.start[u] ?? 0; e < end; e++) {
      const j = weights.columns[e] ?? 0
      const weight = weights.values[e] ?? 0
      const limit = consensus[j] ?? 0
      if (limit < weight && limit === 0) continue
      columns[size] = j
      values[size] = Math.min(limit, weight)
      size++
    }
    start[u + 1] = size
  }
  return clipped
}

/** Step 10: sum of each row. */
export function rowSums(arena: Arena, { start, values }: Matrix): Float64Array {
  const sums = arena.float64(start.length - 1)
  for (let u = 0; u < sums.length; u++) {
    const end = start[u + 1] ?? 0
    let total = 0
    for (let e = start[u] ?? 0; e < end; e++) total += values[e] ?? 0
    sums[u] = total
  }
  return sums
}

/** Step 11: rank of each column, the sum of its weights times the stake behind them. */
export function ranksOf(arena: Arena, clipped: Matrix, activeStake: Float64Array): Float64Array {
  const { start, columns, values } = clipped
  const ranks = arena.float64(activeStake.length)
  for (let u = 0; u < activeStake.length; u++) {
    const stake = activeStake[u] ?? 0
    if (stake === 0) continue
    const end = start[u + 1] ?? 0
    for (let e = start[u] ?? 0; e < end; e++) {
      const j = columns[e] ?? 0
      ranks[j] = (ranks[j] ?? 0) + mul(values[e] ?? 0, stake)
    }
  }
  return ranks
}

/**
 * Step 12: goes from `weights` to `clipped` by `penalty`. In between, rows are rebuilt with columns ascending, the last
 * entry of a repeated column counting.
 */
export function weightsForBonds(arena: Arena, weights: Matrix, clipped: Matrix, penalty: number): Matrix {
  if (penalty === 0) return weights
  if (penalty === ONE) return clipped
  const n = weights.start.length - 1
  const result = emptyMatrix(arena, n, weights.values.length)
  const { start, columns, values } = result
  const from = arena.float64(n)
  const to = arena.float64(n)
  let size = 0
  for (let u = 0; u < n; u++) {
    const end = weights.start[u + 1] ?? 0
    if (end > (weights.start[u] ?? 0)) {
      denseInto(from, weights, u)
      denseInto(to, clipped, u)
      for (let j = 0; j < n; j++) {
        const weight = from[j] ?? 0
        // The clipped value is never above the weight, and the product of a negative rounds away from zero.
        const mixed = weight - mulCeil(penalty, weight - (to[j] ?? 0))
        if (mixed <= 0) continue
        columns[size] = j
        values[size] = mixed
        size++
      }
    }
    start[u + 1] = size
  }
  return result
}

function denseInto(dense: Float64Array, { start, columns, values }: Matrix, u: number): void {
  dense.fill(0)
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) dense[columns[e] ?? 0] = values[e] ?? 0
}
