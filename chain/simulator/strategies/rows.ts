import { U16_MAX } from '../../../shared/units.ts'
import type { WeightRow } from './strategy.ts'

/** A row of values of any size, negative ones as 0: the largest has 65 535. All 0 when none is above 0. */
export function rowOf(uids: readonly number[], values: readonly number[]): WeightRow {
  const top = values.reduce((most, value) => Math.max(most, value), 0)
  return { uids, values: values.map((value) => (top === 0 ? 0 : Math.round((Math.max(0, value) / top) * U16_MAX))) }
}

/** Share of each uid in a row; they sum to 1, or are all 0. */
export function sharesOf({ uids, values }: WeightRow, size: number): Float64Array {
  const shares = new Float64Array(size)
  const sum = values.reduce((total, value) => total + value, 0)
  for (const [at, uid] of uids.entries()) shares[uid] = sum === 0 ? 0 : (values[at] ?? 0) / sum
  return shares
}

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
