import { createArena } from '../../chain/yuma/arena.ts'
import { type EntryFilter, filterRows } from '../../chain/yuma/csr.ts'
import { exactConsensus, weightedMedian } from '../../chain/yuma/exact/consensus.ts'
import { exactExp } from '../../chain/yuma/exact/exp.ts'
import { exactAlphaEma } from '../../chain/yuma/exact/liquid-alpha.ts'
import {
  colClip,
  colMaxUpscale,
  colNormalize,
  columnScores,
  denseRow,
  type Entry,
  type ExactMatrix,
  exactMatrix,
  interpolate,
  rowNormalize,
  rowScores,
  scaleRows,
} from '../../chain/yuma/exact/matrix.ts'
import {
  greater,
  I32F32,
  I64F64,
  i32f32FromI64f64,
  lesser,
  toU64,
  u16OfI32f32,
  u16Ratio,
} from '../../chain/yuma/fixed.ts'
import { exactTopPermits } from '../../chain/yuma/permits.ts'
import { rowFromPairs } from '../../chain/yuma/rows.ts'
import { maxUpscale } from '../../chain/yuma/upscale.ts'
import type { Arguments } from './yuma-math-arguments.ts'

/** The helpers of subtensor's epoch maths, by name, put together from ours. Dense matrices become rows with all entries. */
export type Helper = (args: Arguments) => unknown

const sparse = (dense: readonly (readonly bigint[])[]): ExactMatrix =>
  dense.map((row) => row.map((value, j): Entry => [j, value]))
const widthOf = (dense: readonly (readonly bigint[])[]) => dense[0]?.length ?? 0
const dense = (matrix: ExactMatrix, width: number) => matrix.map((row) => denseRow(row, width))
const sums = (matrix: ExactMatrix) => matrix.map((row) => I32F32.sum(row.map(([, value]) => value)))
const masked = (values: readonly bigint[], mask: readonly boolean[]) => values.map((value, i) => (mask[i] ? 0n : value))
const withoutZeros = (matrix: ExactMatrix): ExactMatrix => matrix.map((row) => row.filter(([, value]) => value !== 0n))

/** Rows of whole numbers (in I32F32) that pass the filter of the epoch. */
function filtered(matrix: ExactMatrix, filter: Partial<EntryFilter>): ExactMatrix {
  const n = matrix.length
  const rows = matrix.map((row) => rowFromPairs(row.map(([j, value]) => [j, Number(value >> 32n)])))
  const all = {
    n,
    blockAtRegistration: [],
    registeredBefore: new Float64Array(n).fill(1),
    columnLimit: n,
    keepsSelf: () => true,
  }
  return exactMatrix(filterRows(createArena(0), rows, { ...all, ...filter }), (value) => BigInt(value) << 32n)
}

const rowsKept = (mask: readonly boolean[]) => ({ registeredBefore: Float64Array.from(mask, (out) => (out ? 0 : 1)) })

/** Only the two predicates of the vectors: the diagonal, and what was registered too late. */
function maskByVectors({ sparse_matrix, first_vector, second_vector, predicate }: Arguments): ExactMatrix {
  if (predicate === 'a == b') return filtered(sparse_matrix, { keepsSelf: () => false })
  if (predicate !== 'a < b') throw new Error(`unknown predicate ${predicate}`)
  return filtered(sparse_matrix, {
    blockAtRegistration: second_vector.map(Number),
    // Kept unless first < second, which is second < first + 1 on whole numbers.
    registeredBefore: Float64Array.from(first_vector, (block) => Number(block) + 1),
  })
}

/** The retired sigmoid trust: 1 / (1 + e^(−rho · (x − kappa))). */
function sigmoidSafe({ input, rho, kappa }: Arguments): bigint {
  const exponent = I32F32.mul(I32F32.sub(0n, rho), I32F32.sub(input, kappa))
  return I32F32.divide(I32F32.one, I32F32.add(exactExp(exponent), I32F32.one))
}

/** Whether no weight has more than `limit` of the sum (of which all have enough). */
function isWithinLimit({ vec_u16, max_limit }: Arguments): boolean {
  const limit = u16Ratio(max_limit)
  const max = vec_u16.reduce((most, value) => Math.max(most, value), 0)
  const raw = vec_u16.map((value) => BigInt(value) << 32n)
  if (max === 0 || I32F32.sum(raw) === 0n) return true
  return I32F32.normalize(raw).every((share) => share <= limit)
}

export const helpers: Readonly<Record<string, Helper>> = {
  exp_safe: ({ input }) => exactExp(input),
  sigmoid_safe: sigmoidSafe,
  check_vec_max_limited: isWithinLimit,
  fixed_to_u16: ({ x }) => Number(greater(0n, lesser(I32F32.floor(x), 65_535n))),
  fixed_to_u64: ({ x }) => toU64(I32F32.floor(x)),
  fixed64_to_u64: ({ x }) => toU64(I64F64.floor(x)),
  fixed64_to_fixed32: ({ x }) => i32f32FromI64f64(x),
  vec_fixed64_to_fixed32: ({ vec }) => vec.map(i32f32FromI64f64),
  fixed_proportion_to_u16: ({ x }) => u16OfI32f32(x),
  u16_proportion_to_fixed: ({ x }) => u16Ratio(Number(x)),
  u16_to_fixed: ({ x }) => I32F32.fromInteger(x),
  vec_u16_max_upscale_to_u16: ({ vec_u16 }) => Array.from(maxUpscale(Uint16Array.from(vec_u16))),
  sum: ({ list }) => I32F32.sum(list),
  normalize: ({ list }) => I32F32.normalize(list),
  inplace_normalize: ({ list }) => I32F32.normalize(list),
  inplace_normalize_64: ({ list }) => I64F64.normalize(list),
  vec_mul: ({ a, b }) => a.slice(0, b.length).map((value, i) => I32F32.mul(value, b[i] ?? 0n)),
  vecdiv: ({ list, y }) => list.map((value, i) => I32F32.divide(value, y[i] ?? 0n)),
  is_topk: ({ vector, k }) =>
    exactTopPermits(
      vector.map((value) => value + 1n),
      k,
    ),
  inplace_mask_vector: ({ mask, vector }) => masked(vector, mask),
  inplace_mask_matrix: ({ masks, matrix }) => matrix.map((row, u) => masked(row, masks[u] ?? [])),
  inplace_mask_rows: ({ mask, matrix }) => dense(filtered(sparse(matrix), rowsKept(mask)), widthOf(matrix)),
  mask_rows_sparse: ({ mask, sparse_matrix }) => filtered(sparse_matrix, rowsKept(mask)),
  inplace_mask_diag: ({ matrix }) => dense(filtered(sparse(matrix), { keepsSelf: () => false }), widthOf(matrix)),
  inplace_mask_diag_except_index: ({ matrix, except_index }) =>
    dense(filtered(sparse(matrix), { keepsSelf: (u) => u === except_index }), widthOf(matrix)),
  mask_diag_sparse: ({ sparse_matrix }) => filtered(sparse_matrix, { keepsSelf: () => false }),
  mask_diag_sparse_except_index: ({ sparse_matrix, except_index }) =>
    filtered(sparse_matrix, { keepsSelf: (u) => u === except_index }),
  vec_mask_sparse_matrix: maskByVectors,
  row_sum: ({ grid }) => sums(sparse(grid)),
  row_sum_sparse: ({ sparse_matrix }) => sums(sparse_matrix),
  inplace_row_normalize: ({ grid }) => dense(rowNormalize(sparse(grid)), widthOf(grid)),
  inplace_row_normalize_sparse: ({ sparse_matrix }) => rowNormalize(sparse_matrix),
  inplace_col_normalize: ({ grid }) => dense(colNormalize(sparse(grid), widthOf(grid)), widthOf(grid)),
  inplace_col_normalize_sparse: ({ sparse_matrix, columns }) => colNormalize(sparse_matrix, columns),
  inplace_col_max_upscale: ({ grid }) => dense(colMaxUpscale(sparse(grid), widthOf(grid)), widthOf(grid)),
  inplace_col_max_upscale_sparse: ({ sparse_matrix, columns }) => colMaxUpscale(sparse_matrix, columns),
  inplace_col_clip: ({ grid, col_threshold }) => dense(colClip(sparse(grid), col_threshold), widthOf(grid)),
  col_clip_sparse: ({ sparse_matrix, col_threshold }) => colClip(sparse_matrix, col_threshold),
  row_hadamard: ({ matrix, vector }) => dense(scaleRows(sparse(matrix), vector), widthOf(matrix)),
  row_hadamard_sparse: ({ sparse_matrix, vector }) => scaleRows(sparse_matrix, vector),
  matmul: ({ matrix, vector }) => columnScores(sparse(matrix), vector, widthOf(matrix)),
  matmul_sparse: ({ sparse_matrix, vector, columns }) => columnScores(sparse_matrix, vector, columns),
  matmul_transpose: ({ matrix, vector }) => rowScores(sparse(matrix), vector),
  matmul_transpose_sparse: ({ sparse_matrix, vector }) => rowScores(sparse_matrix, vector),
  mat_vec_mul: ({ matrix, vector }) =>
    matrix.map((row) => row.slice(0, vector.length).map((value, j) => I32F32.mul(value, vector[j] ?? 0n))),
  mat_vec_mul_sparse: ({ pairs, vector }) =>
    withoutZeros(pairs.map((row) => row.map(([j, value]): Entry => [j, I32F32.mul(value, vector[j] ?? 0n)]))),
  interpolate: ({ grid1, grid2, ratio }) =>
    dense(interpolate(sparse(grid1), sparse(grid2), widthOf(grid1), ratio), widthOf(grid1)),
  interpolate_sparse: ({ mat1, mat2, columns, ratio }) => interpolate(mat1, mat2, columns, ratio),
  // The dense helper makes one empty row of no rows.
  mat_ema_alpha: ({ newGrid, oldGrid, alpha }) =>
    newGrid.length === 0 ? [[]] : dense(exactAlphaEma(sparse(newGrid), sparse(oldGrid), alpha), widthOf(newGrid)),
  mat_ema_alpha_sparse: ({ newRows, oldRows, alpha }) => exactAlphaEma(newRows, oldRows, alpha),
  weighted_median: ({ stake, score, partition_idx: partition, minority, partition_lo, partition_hi }) =>
    weightedMedian({ stake, score, partition, minority, low: partition_lo, high: partition_hi }),
  weighted_median_col: ({ stake, scores, majority }) =>
    exactConsensus(stake, sparse(scores), widthOf(scores), majority),
  weighted_median_col_sparse: ({ stake, scoreRows, columns, majority }) =>
    exactConsensus(stake, scoreRows, columns, majority),
}
