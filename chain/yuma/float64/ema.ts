import type { Arena } from '../arena.ts'
import { mul, ONE } from './arithmetic.ts'
import { emptyMatrix, type Matrix } from './matrix.ts'

/** What `emaOf` mixes, and where to. */
interface Mix {
  readonly result: Matrix
  readonly fresh: Matrix
  readonly old: Matrix
  readonly average: number
  /** One entry for each column. */
  readonly sums: Float64Array
}

/** (1 − average) · fresh + average · old, columns ascending, positive values only. */
export function emaOf(arena: Arena, fresh: Matrix, old: Matrix, average: number): Matrix {
  const n = fresh.start.length - 1
  let capacity = 0
  for (let u = 0; u < n; u++) capacity += Math.min(n, rowLength(fresh, u) + rowLength(old, u))
  const result = emptyMatrix(arena, n, capacity)
  const mix: Mix = { result, fresh, old, average, sums: arena.float64(n) }
  let size = 0
  for (let u = 0; u < n; u++) {
    if (rowLength(fresh, u) + rowLength(old, u) > 0) size = mixRow(mix, u, size)
    result.start[u + 1] = size
  }
  return result
}

/** Mixes row `u` and writes it from `size` on; gives where it ends. All three ways give the same where more than one can go. */
function mixRow(mix: Mix, u: number, size: number): number {
  if (hasSameColumns(mix, u)) return pairRow(mix, u, size)
  return isAscending(mix.fresh, u) && isAscending(mix.old, u) ? mergeRow(mix, u, size) : accumulateRows(mix, u, size)
}

const rowLength = ({ start }: Matrix, u: number): number => (start[u + 1] ?? 0) - (start[u] ?? 0)

/** Whether both rows are about the same uids in rising order: validators rarely come to weigh others than before. */
function hasSameColumns({ fresh, old }: Mix, u: number): boolean {
  const { start, columns } = fresh
  const { columns: oldColumns } = old
  const first = start[u] ?? 0
  const end = start[u + 1] ?? 0
  if (rowLength(old, u) !== end - first) return false
  const shift = (old.start[u] ?? 0) - first
  let last = -1
  for (let e = first; e < end; e++) {
    const j = columns[e] ?? 0
    if (j <= last || j !== oldColumns[e + shift]) return false
    last = j
  }
  return last < start.length - 1
}

function pairRow({ result, fresh, old, average }: Mix, u: number, size: number): number {
  const { columns, values } = result
  const { columns: freshColumns, values: freshValues } = fresh
  const { values: oldValues } = old
  const rest = ONE - average
  const first = fresh.start[u] ?? 0
  const end = fresh.start[u + 1] ?? 0
  const shift = (old.start[u] ?? 0) - first
  let next = size
  for (let e = first; e < end; e++) {
    const value = mul(freshValues[e] ?? 0, rest) + mul(oldValues[e + shift] ?? 0, average)
    if (value === 0) continue
    columns[next] = freshColumns[e] ?? 0
    values[next] = value
    next++
  }
  return next
}

/** Whether the columns of a row rise, so that none repeats. Nearly all rows are like this. */
function isAscending({ start, columns }: Matrix, u: number): boolean {
  const end = start[u + 1] ?? 0
  let last = -1
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    if (j <= last) return false
    last = j
  }
  return true
}

/** One walk over two ascending rows. */
function mergeRow({ result, fresh, old, average }: Mix, u: number, size: number): number {
  const { columns, values } = result
  const { columns: freshColumns, values: freshValues } = fresh
  const { columns: oldColumns, values: oldValues } = old
  const n = fresh.start.length - 1
  const rest = ONE - average
  const freshEnd = fresh.start[u + 1] ?? 0
  const oldEnd = old.start[u + 1] ?? 0
  let f = fresh.start[u] ?? 0
  let o = old.start[u] ?? 0
  let next = size
  while (f < freshEnd || o < oldEnd) {
    const freshColumn = f < freshEnd ? (freshColumns[f] ?? 0) : n
    const oldColumn = o < oldEnd ? (oldColumns[o] ?? 0) : n
    const j = freshColumn < oldColumn ? freshColumn : oldColumn
    // What is left are bonds to uids that do not exist.
    if (j >= n) break
    let value = 0
    if (freshColumn === j) value = mul(freshValues[f++] ?? 0, rest)
    if (oldColumn === j) value += mul(oldValues[o++] ?? 0, average)
    if (value === 0) continue
    columns[next] = j
    values[next] = value
    next++
  }
  return next
}

/** Rows in any order, with repeats that add up. */
function accumulateRows({ result, fresh, old, average, sums }: Mix, u: number, size: number): number {
  const { columns, values } = result
  sums.fill(0)
  accumulateRow(sums, fresh, u, ONE - average)
  accumulateRow(sums, old, u, average)
  let next = size
  for (let j = 0; j < sums.length; j++) {
    const value = sums[j] ?? 0
    if (value === 0) continue
    columns[next] = j
    values[next] = value
    next++
  }
  return next
}

function accumulateRow(accumulated: Float64Array, matrix: Matrix, u: number, factor: number): void {
  const { start, columns, values } = matrix
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    if (j < accumulated.length) accumulated[j] = (accumulated[j] ?? 0) + mul(values[e] ?? 0, factor)
  }
}
