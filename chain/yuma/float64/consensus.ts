import type { Arena } from '../arena.ts'
import { normalize, sumOf } from './arithmetic.ts'
import type { Matrix } from './matrix.ts'

/** Entries of the dense score block; bounds memory when both uids and validators are many. */
const BLOCK_ENTRIES = 2 ** 18

interface Median {
  readonly stake: Float64Array
  readonly total: number
  readonly minority: number
  /** Positions still in question; two buffers that change places. */
  current: Uint16Array
  next: Uint16Array
}

/**
 * Score at stake position `minority` from the low side, among `scores[base … base + m)`. Sums of integers do not round,
 * so the order in which quickselect meets the scores has no influence on the result.
 */
function medianOf(scores: Float64Array, base: number, median: Median): number {
  const { stake, minority } = median
  let length = stake.length
  for (let k = 0; k < length; k++) median.current[k] = k
  let low = 0
  let high = median.total
  while (length > 1) {
    const { current, next } = median
    const pivot = scores[base + (current[length >> 1] ?? 0)] ?? 0
    let lowerCount = 0
    let upperCount = 0
    let lowerStake = 0
    let upperStake = 0
    for (let i = 0; i < length; i++) {
      const k = current[i] ?? 0
      const score = scores[base + k] ?? 0
      if (score < pivot) {
        next[lowerCount++] = k
        lowerStake += stake[k] ?? 0
      } else if (score > pivot) {
        upperCount++
        next[length - upperCount] = k
        upperStake += stake[k] ?? 0
      }
    }
    if (minority < low + lowerStake && lowerCount > 0) {
      high = low + lowerStake
      length = lowerCount
    } else if (high - upperStake <= minority && upperCount > 0) {
      low = high - upperStake
      next.copyWithin(0, length - upperCount, length)
      length = upperCount
    } else return pivot
    median.current = next
    median.next = current
  }
  return length === 0 ? 0 : (scores[base + (median.current[0] ?? 0)] ?? 0)
}

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
  const minority = total - majority
  const median = { stake, total, minority, current: arena.uint16(m), next: arena.uint16(m) }
  const width = Math.max(1, Math.min(n, Math.floor(BLOCK_ENTRIES / m)))
  const scores = arena.float64(width * m)
  for (let from = 0; from < n; from += width) {
    if (from > 0) scores.fill(0)
    for (let k = 0; k < m; k++) {
      const u = staked[k] ?? 0
      const end = weights.start[u + 1] ?? 0
      for (let e = weights.start[u] ?? 0; e < end; e++) {
        const j = (weights.columns[e] ?? 0) - from
        if (j >= 0 && j < width) scores[j * m + k] = weights.values[e] ?? 0
      }
    }
    for (let j = 0; j < Math.min(width, n - from); j++) consensus[from + j] = medianOf(scores, j * m, median)
  }
  return consensus
}

/** Whether any column has consensus; liquid alpha asks. */
export const hasConsensus = (consensus: Float64Array): boolean => consensus.some((value) => value !== 0)
