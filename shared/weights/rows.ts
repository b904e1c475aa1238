import { U16_MAX } from '../units.ts'

/** Weights on uids, of any size. */
export interface Row {
  readonly uids: readonly number[]
  readonly values: readonly number[]
}

/** A row of values of any size, negative ones as 0: the largest has 65 535. All 0 when none is above 0. */
export function rowOf(uids: readonly number[], values: readonly number[]): Row {
  const top = values.reduce((most, value) => Math.max(most, value), 0)
  return { uids, values: values.map((value) => (top === 0 ? 0 : Math.round((Math.max(0, value) / top) * U16_MAX))) }
}

/** Share of each uid in a row; they sum to 1, or are all 0. Uids from `size` on are left out. */
export function sharesOf({ uids, values }: Row, size: number): Float64Array {
  const shares = new Float64Array(size)
  const sum = values.reduce((total, value) => total + value, 0)
  for (const [at, uid] of uids.entries()) shares[uid] = sum === 0 ? 0 : (values[at] ?? 0) / sum
  return shares
}
