import { type Row, rowOf, sharesOf } from './rows.ts'
import { weightedMedian } from './weighted-median.ts'

/** A validator's row of weights with the stake behind it, in any unit. */
export interface StakedRow extends Row {
  readonly stake: number
}

/** Whose median it is. */
export interface MedianOptions {
  /** Uids of the subnet. */
  readonly size: number
  /** Uid of who takes the median: nobody weighs itself. */
  readonly self: number | undefined
  /** Majority whose weights are taken; default half. */
  readonly kappa?: number | undefined
}

/**
 * The stake-weighted median of rows, each as shares of its sum: where consensus is. Rows of nothing do not count. Names
 * who has any of it; nobody before there is a row.
 */
export function shownMedian(rows: readonly StakedRow[], { size, self, kappa = 0.5 }: MedianOptions): Row {
  const shown = rows
    .filter(({ values }) => values.some((value) => value > 0))
    .map((row) => ({ stake: row.stake, shares: sharesOf(row, size) }))
  const median = Array.from({ length: size }, (_, uid) =>
    weightedMedian(
      shown.map(({ stake, shares }) => ({ value: shares[uid] ?? 0, weight: stake })),
      kappa,
    ),
  )
  const uids = median.flatMap((value, uid) => (value > 0 && uid !== self ? [uid] : []))
  return rowOf(
    uids,
    uids.map((uid) => median[uid] ?? 0),
  )
}
