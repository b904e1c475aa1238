import { I32F32 } from '../fixed.ts'
import { denseRow, type ExactMatrix } from './matrix.ts'

/** What the median of one column works on: positions `0 … m−1` with their stake and score. */
export interface MedianInput {
  readonly stake: readonly bigint[]
  readonly score: readonly bigint[]
  readonly partition: readonly number[]
  /** Stake below which a score is a minority's. */
  readonly minority: bigint
  /** Stake below and up to the end of the partition. */
  readonly low: bigint
  readonly high: bigint
}

/** Score found at stake position `minority` from the low side, by literal quickselect. */
export function weightedMedian({ stake, score, partition, minority, low, high }: MedianInput): bigint {
  let current = partition
  let [lo, hi] = [low, high]
  // One pass more than elements cannot happen; subtensor guards against it all the same.
  for (let pass = 0; pass <= partition.length; pass++) {
    if (current.length <= 1) return current[0] === undefined ? 0n : (score[current[0]] ?? 0n)
    const pivot = score[current[current.length >> 1] ?? 0] ?? 0n
    const lower = current.filter((k) => (score[k] ?? 0n) < pivot)
    const upper = current.filter((k) => (score[k] ?? 0n) > pivot)
    const lowerEnd = I32F32.add(
      lo,
      lower.reduce((acc, k) => I32F32.add(acc, stake[k] ?? 0n), 0n),
    )
    const upperStart = I32F32.sub(
      hi,
      upper.reduce((acc, k) => I32F32.add(acc, stake[k] ?? 0n), 0n),
    )
    if (minority < lowerEnd && lower.length > 0) {
      current = lower
      hi = lowerEnd
    } else if (upperStart <= minority && upper.length > 0) {
      current = upper
      lo = upperStart
    } else return pivot
  }
  return 0n
}

/** Step 8: stake-weighted median weight of every column, over the uids with stake. */
export function exactConsensus(
  activeStake: readonly bigint[],
  weights: ExactMatrix,
  n: number,
  majority: bigint,
): bigint[] {
  const staked = activeStake.flatMap((value, uid) => (value > 0n ? [uid] : []))
  const stake = I32F32.normalize(staked.map((uid) => activeStake[uid] ?? 0n))
  const total = I32F32.sum(stake)
  const minority = I32F32.sub(total, majority)
  const partition = stake.map((_, k) => k)
  const scores = staked.map((uid) => denseRow(weights[uid] ?? [], n))
  return Array.from({ length: n }, (_, j) => {
    const score = scores.map((row) => row[j] ?? 0n)
    return weightedMedian({ stake, score, partition, minority, low: 0n, high: total })
  })
}
