import { U16_MAX } from '../../../../shared/units.ts'
import { weightedMedian } from '../../../../shared/weights/weighted-median.ts'

/** A row scaled so that its best has 65 535. */
export function toRow(values: ArrayLike<number>): Uint16Array {
  let top = 0
  for (let i = 0; i < values.length; i++) top = Math.max(top, values[i] ?? 0)
  return Uint16Array.from(values, (value) => (top === 0 ? 0 : Math.round((Math.max(0, value) / top) * U16_MAX)))
}

/** Shares of a row: they sum to 1, or are all 0. */
export function toShares(row: ArrayLike<number>): Float64Array {
  let sum = 0
  for (let i = 0; i < row.length; i++) sum += row[i] ?? 0
  return Float64Array.from(row, (value) => (sum === 0 ? 0 : value / sum))
}

/** The stake-weighted median of rows, which is where consensus is; `undefined` while there is none. */
export function consensusOfRows(
  rows: readonly (Uint16Array | undefined)[],
  stakes: readonly number[],
  leftOut: number,
): Uint16Array | undefined {
  const known = rows.flatMap((row, uid) =>
    row === undefined || uid === leftOut ? [] : [{ shares: toShares(row), weight: stakes[uid] ?? 0 }],
  )
  const size = known[0]?.shares.length
  if (size === undefined) return undefined
  return toRow(
    Float64Array.from({ length: size }, (_, uid) =>
      weightedMedian(
        known.map(({ shares, weight }) => ({ value: shares[uid] ?? 0, weight })),
        0.5,
      ),
    ),
  )
}

/** Half the sum of the differences of the shares: 0 for the same row. */
export function rowDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [left, right] = [toShares(a), toShares(b)]
  return left.reduce((sum, share, uid) => sum + Math.abs(share - (right[uid] ?? 0)), 0) / 2
}

/** The row with weight on some miners alone, in the proportions that it has. */
export function onlyFor(row: Uint16Array, miners: readonly number[], validators: number): Uint16Array {
  const kept = new Set(miners.map((miner) => validators + miner))
  return toRow(row.map((value, uid) => (kept.has(uid) ? Math.max(1, value) : 0)))
}
