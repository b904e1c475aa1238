import type { Arena } from '../arena.ts'
import { entriesOf, type IntegerCsr } from '../csr.ts'
import { divide, ONE } from './arithmetic.ts'

/** Compressed sparse rows of raw I32F32 values; order, repeats and explicit zeros are kept. */
export interface Matrix {
  /** Row `u` is the entries `start[u]` to `start[u + 1]`. */
  readonly start: Uint32Array
  readonly columns: Uint16Array
  readonly values: Float64Array
}

/** Makes a matrix with room for `capacity` entries; rows are written in order and closed in `start`. */
export const emptyMatrix = (arena: Arena, rows: number, capacity: number): Matrix => ({
  start: arena.uint32(rows + 1),
  columns: arena.uint16(capacity),
  values: arena.float64(capacity),
})

/** Step 7 e: divides each row of integers by its sum. The integers cancel the 2³² of both. */
export function rowNormalize(arena: Arena, matrix: IntegerCsr): Matrix {
  const { start, columns, values } = matrix
  const result = arena.float64(values.length)
  for (let u = 0; u + 1 < start.length; u++) normalizeRow(matrix, u, result)
  return { start, columns, values: result }
}

/** A function of its own, as all that walks a row is: a small network calls it often enough to be compiled soon. */
function normalizeRow({ start, values }: IntegerCsr, u: number, result: Float64Array): void {
  const first = start[u] ?? 0
  const end = start[u + 1] ?? 0
  let total = 0
  for (let k = first; k < end; k++) total += values[k] ?? 0
  if (total === 0) return
  for (let k = first; k < end; k++) result[k] = Math.floor(((values[k] ?? 0) * ONE) / total)
}

/** Sum of each column below `n`. */
export function columnSums(arena: Arena, matrix: IntegerCsr | Matrix, n: number): Float64Array {
  const sums = arena.float64(n)
  for (let u = 0; u + 1 < matrix.start.length; u++) addRow(sums, matrix, u)
  return sums
}

function addRow(sums: Float64Array, { start, columns, values }: IntegerCsr | Matrix, u: number): void {
  const n = sums.length
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    if (j < n) sums[j] = (sums[j] ?? 0) + (values[e] ?? 0)
  }
}

/** Divides each entry by its column's divisor in place; columns with divisor 0 stay. */
export function divideColumns(matrix: Matrix, divisors: Float64Array): Matrix {
  const { columns, values } = matrix
  const size = entriesOf(matrix)
  for (let k = 0; k < size; k++) {
    const divisor = divisors[columns[k] ?? 0] ?? 0
    const value = values[k] ?? 0
    if (divisor !== 0 && value !== 0) values[k] = divide(value, divisor)
  }
  return matrix
}

/** Divides each column by its sum, in place. */
export function colNormalize(arena: Arena, matrix: Matrix, n: number): Matrix {
  return divideColumns(matrix, columnSums(arena, matrix, n))
}

/** Divides each column by its maximum, in place. */
export function colMaxUpscale(arena: Arena, matrix: Matrix, n: number): Matrix {
  const { columns, values } = matrix
  const maxima = arena.float64(n)
  const size = entriesOf(matrix)
  for (let k = 0; k < size; k++) {
    const j = columns[k] ?? 0
    maxima[j] = Math.max(maxima[j] ?? 0, values[k] ?? 0)
  }
  return divideColumns(matrix, maxima)
}
