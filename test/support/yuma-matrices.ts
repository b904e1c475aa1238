import fc from 'fast-check'
import type { Arena } from '../../chain/yuma/arena.ts'
import type { Entry, ExactMatrix } from '../../chain/yuma/exact/matrix.ts'
import { ONE } from '../../chain/yuma/float64/arithmetic.ts'
import { emptyMatrix, type Matrix } from '../../chain/yuma/float64/matrix.ts'

/** Raw share of 1, often at an edge. */
export const share = fc.oneof(fc.integer({ min: 0, max: ONE }), fc.constantFrom(0, 1, ONE / 2, ONE - 1, ONE))

/** Sparse rows of `n` uids with shares; columns may repeat and come in any order, and go up to `n + excess`. */
export const shareRows = (n: number, excess = 0): fc.Arbitrary<[number, number][][]> =>
  fc.array(fc.array(fc.tuple(fc.integer({ min: 0, max: n - 1 + excess }), share), { maxLength: n + 2 }), {
    minLength: n,
    maxLength: n,
  })

/** The rows as a float64 matrix. */
export function toMatrix(arena: Arena, rows: readonly (readonly [number, number][])[]): Matrix {
  const entries = rows.flat()
  const matrix = emptyMatrix(arena, rows.length, entries.length)
  for (const [e, [j, value]] of entries.entries()) {
    matrix.columns[e] = j
    matrix.values[e] = value
  }
  for (const [u, row] of rows.entries()) matrix.start[u + 1] = (matrix.start[u] ?? 0) + row.length
  return matrix
}

/** The rows as an exact matrix. */
export const toExact = (rows: readonly (readonly [number, number][])[]): ExactMatrix =>
  rows.map((row) => row.map(([j, value]): Entry => [j, BigInt(value)]))

/** A float64 matrix as rows again, in the form of an exact one. */
export const exactOf = ({ start, columns, values }: Matrix): ExactMatrix =>
  Array.from({ length: start.length - 1 }, (_, u) =>
    Array.from(columns.subarray(start[u], start[u + 1]), (j, k): Entry => [j, BigInt(values[start[u]! + k]!)]),
  )

/** Float64 values as bigints. */
export const bigOf = (values: Float64Array): bigint[] => Array.from(values, BigInt)
