import { rowOf, sharesOf } from '../../../shared/weights/rows.ts'
import type { WeightRow } from './strategy.ts'

/** Half the sum of the differences of shares: 0 for rows in proportion, 1 for rows without a common uid. */
export function rowDistance(a: WeightRow, b: WeightRow, size: number): number {
  const other = sharesOf(b, size)
  return sharesOf(a, size).reduce((sum, share, uid) => sum + Math.abs(share - (other[uid] ?? 0)), 0) / 2
}

/** The row between two: `part` of the shares of the second. */
export function blendRows(a: WeightRow, b: WeightRow, part: number): WeightRow {
  const size = 1 + [...a.uids, ...b.uids].reduce((most, uid) => Math.max(most, uid), -1)
  const other = sharesOf(b, size)
  const shares = Array.from(sharesOf(a, size), (share, uid) => (1 - part) * share + part * (other[uid] ?? 0))
  const uids = shares.flatMap((share, uid) => (share > 0 ? [uid] : []))
  return rowOf(
    uids,
    uids.map((uid) => shares[uid] ?? 0),
  )
}

/** The row with all uids of a subnet, 0 for those that it does not name. */
export function filledRow({ uids, values }: WeightRow, size: number): WeightRow {
  const dense = new Array<number>(size).fill(0)
  for (const [at, uid] of uids.entries()) dense[uid] = values[at] ?? 0
  return { uids: dense.map((_, uid) => uid), values: dense }
}
