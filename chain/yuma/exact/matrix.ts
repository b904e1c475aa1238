import type { IntegerCsr } from '../csr.ts'
import { greater, I32F32 } from '../fixed.ts'

/** One entry of a sparse row: column and raw I32F32 value. */
export type Entry = readonly [column: number, value: bigint]
/** Sparse rows of raw I32F32 values in bigint; order, repeats and explicit zeros are kept. */
export type ExactMatrix = readonly (readonly Entry[])[]

/** Makes a matrix of stored u16 entries; `convert` says what a u16 means. */
export function exactMatrix(csr: IntegerCsr, convert: (value: number) => bigint): ExactMatrix {
  return Array.from({ length: csr.start.length - 1 }, (_, u) =>
    Array.from(csr.columns.subarray(csr.start[u], csr.start[u + 1]), (column, k): Entry => {
      return [column, convert(csr.values[(csr.start[u] ?? 0) + k] ?? 0)]
    }),
  )
}

/** Dense row of length `n` in which the last entry of a repeated column counts. */
export function denseRow(row: readonly Entry[], n: number): bigint[] {
  const dense = new Array<bigint>(n).fill(0n)
  for (const [j, value] of row) if (j < n) dense[j] = value
  return dense
}

/** Divides each row with a positive sum by it. */
export function rowNormalize(matrix: ExactMatrix): ExactMatrix {
  return matrix.map((row) => {
    const total = I32F32.sum(row.map(([, value]) => value))
    return total > 0n ? row.map(([j, value]): Entry => [j, I32F32.divide(value, total)]) : row
  })
}

function divideColumns(matrix: ExactMatrix, divisors: readonly bigint[]): ExactMatrix {
  return matrix.map((row) =>
    row.map(([j, value]): Entry => {
      const divisor = divisors[j] ?? 0n
      return divisor === 0n ? [j, value] : [j, I32F32.divide(value, divisor)]
    }),
  )
}

function foldColumns(matrix: ExactMatrix, n: number, fold: (acc: bigint, value: bigint) => bigint): bigint[] {
  const result = new Array<bigint>(n).fill(0n)
  for (const row of matrix) for (const [j, value] of row) if (j < n) result[j] = fold(result[j] ?? 0n, value)
  return result
}

/** Divides each column by its sum. */
export const colNormalize = (matrix: ExactMatrix, n: number): ExactMatrix =>
  divideColumns(matrix, foldColumns(matrix, n, I32F32.add))

/** Divides each column by its maximum. */
export const colMaxUpscale = (matrix: ExactMatrix, n: number): ExactMatrix =>
  divideColumns(matrix, foldColumns(matrix, n, greater))

/** Cuts each entry to the threshold of its column; what becomes 0 that way is dropped, zeros that were there stay. */
export function colClip(matrix: ExactMatrix, threshold: readonly bigint[]): ExactMatrix {
  return matrix.map((row) =>
    row.flatMap(([j, value]): Entry[] => {
      const limit = threshold[j] ?? 0n
      if (limit >= value) return [[j, value]]
      return limit > 0n ? [[j, limit]] : []
    }),
  )
}

/** Goes the way from `a` to `b` by `ratio`; keeps positive values, columns ascending. */
export function interpolate(a: ExactMatrix, b: ExactMatrix, n: number, ratio: bigint): ExactMatrix {
  if (ratio === 0n) return a
  if (ratio === I32F32.one) return b
  return a.map((row, u) => {
    const from = denseRow(row, n)
    const to = denseRow(b[u] ?? [], n)
    return from.flatMap((value, j): Entry[] => {
      const mixed = I32F32.add(value, I32F32.mul(ratio, I32F32.sub(to[j] ?? 0n, value)))
      return mixed > 0n ? [[j, mixed]] : []
    })
  })
}

/** Multiplies each row by its factor. */
export const scaleRows = (matrix: ExactMatrix, factors: readonly bigint[]): ExactMatrix =>
  matrix.map((row, u) => row.map(([j, value]): Entry => [j, I32F32.mul(value, factors[u] ?? 0n)]))

/** Vector × matrix: Σ over rows, per column. */
export function columnScores(matrix: ExactMatrix, factors: readonly bigint[], n: number): bigint[] {
  return foldColumns(scaleRows(matrix, factors), n, I32F32.add)
}

/** Matrix × vector: Σ over columns, per row. */
export const rowScores = (matrix: ExactMatrix, factors: readonly bigint[]): bigint[] =>
  matrix.map((row) => row.reduce((acc, [j, value]) => I32F32.add(acc, I32F32.mul(factors[j] ?? 0n, value)), 0n))
