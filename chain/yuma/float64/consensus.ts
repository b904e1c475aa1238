import type { Arena } from '../arena.ts'
import { normalize, sumOf } from './arithmetic.ts'
import type { Matrix } from './matrix.ts'
import { createVoters, medianOf } from './weighted-median.ts'

/** Entries of the dense score block; bounds memory when both uids and validators are many. */
const BLOCK_ENTRIES = 2 ** 18

/** What the consensus is found from. */
export interface ConsensusInput {
  readonly activeStake: Float64Array
  /** Row-normalised. */
  readonly weights: Matrix
  /** Share of the stake that a score needs, raw I32F32. */
  readonly majority: number
}

/** Step 8: stake-weighted median weight of every column, over the uids with stake. */
export function findConsensus(arena: Arena, { activeStake, weights, majority }: ConsensusInput): Float64Array {
  const n = activeStake.length
  const consensus = arena.float64(n)
  const staked: number[] = []
  for (let u = 0; u < n; u++) if ((activeStake[u] ?? 0) > 0) staked.push(u)
  const m = staked.length
  if (m === 0) return consensus
  const stake = arena.float64(m)
  for (let k = 0; k < m; k++) stake[k] = activeStake[staked[k] ?? 0] ?? 0
  const total = sumOf(normalize(stake))
  const voters = createVoters(arena, stake, total, total - majority)
  const width = Math.max(1, Math.min(n, Math.floor(BLOCK_ENTRIES / m)))
  // A column is read across the rows: an odd stride spreads it over all sets of the cache.
  const stride = width | 1
  const block = arena.float64(stride * m)
  for (let from = 0; from < n; from += width) {
    if (from > 0) block.fill(0)
    for (let k = 0; k < m; k++) spreadRow(weights, staked[k] ?? 0, block, { first: k * stride, from, width })
    for (let j = 0; j < Math.min(width, n - from); j++) consensus[from + j] = medianOf(voters, block, j, stride)
  }
  return consensus
}

/** Part of a row that goes into a dense block: columns `from` to `from + width`, written from `first` on. */
interface Span {
  readonly first: number
  readonly from: number
  readonly width: number
}

/** Writes a row where its columns say; the last of a repeated column counts. */
function spreadRow(weights: Matrix, u: number, block: Float64Array, { first, from, width }: Span): void {
  const { start, columns, values } = weights
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = (columns[e] ?? 0) - from
    if (j >= 0 && j < width) block[first + j] = values[e] ?? 0
  }
}

/** Whether any column has consensus; liquid alpha asks. */
export const hasConsensus = (consensus: Float64Array): boolean => consensus.some((value) => value !== 0)
