import type { Arena } from '../arena.ts'
import { mul, mulCeil, ONE } from './arithmetic.ts'
import { emptyMatrix, type Matrix } from './matrix.ts'

/** What steps 9 to 11 give. */
export interface Clipping {
  readonly weights: Matrix
  /** Sum of each row: validator trust. */
  readonly trust: Float64Array
  /** Rank of each column: the sum of its weights times the stake behind them. */
  readonly ranks: Float64Array
}

/** What one row's clipping reads and writes. */
interface Clip extends Clipping {
  readonly from: Matrix
  readonly consensus: Float64Array
}

/**
 * Steps 9 to 11 row by row: clips each weight to its column's consensus; what becomes 0 that way is dropped, zeros that
 * were there stay. The sums are of integers and do not round, so their order is free.
 */
export function clipToConsensus(
  arena: Arena,
  from: Matrix,
  consensus: Float64Array,
  activeStake: Float64Array,
): Clipping {
  const rows = from.start.length - 1
  const weights = emptyMatrix(arena, rows, from.values.length)
  const clip: Clip = {
    from,
    consensus,
    weights,
    trust: arena.float64(rows),
    ranks: arena.float64(rows),
  }
  for (let u = 0; u < rows; u++) {
    weights.start[u + 1] = clipRow(clip, u, weights.start[u] ?? 0)
    const stake = activeStake[u] ?? 0
    if (stake > 0) rankRow(clip, u, stake)
  }
  return clip
}

/** Clips row `u` and writes it from `first` on; gives where it ends. */
function clipRow({ from, consensus, weights, trust }: Clip, u: number, first: number): number {
  const { columns, values } = weights
  // Taken out of the loop, which would ask for them anew at each entry.
  const { columns: fromColumns, values: fromValues } = from
  const end = from.start[u + 1] ?? 0
  let size = first
  let total = 0
  for (let e = from.start[u] ?? 0; e < end; e++) {
    const j = fromColumns[e] ?? 0
    const weight = fromValues[e] ?? 0
    const limit = consensus[j] ?? 0
    if (limit === 0 && weight > 0) continue
    // The lesser of the two, exact on integers below 2⁵² and without a branch that goes either way.
    const value = (limit + weight - Math.abs(limit - weight)) / 2
    columns[size] = j
    values[size] = value
    size++
    total += value
  }
  trust[u] = total
  return size
}

/** Adds what row `u` gives to the ranks. */
function rankRow({ weights, ranks }: Clip, u: number, stake: number): void {
  const { start, columns, values } = weights
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    ranks[j] = (ranks[j] ?? 0) + mul(values[e] ?? 0, stake)
  }
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
