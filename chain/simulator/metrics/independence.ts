/**
 * How many independent opinions a set of weight rows holds: the participation ratio of the eigenvalues of the correlation
 * matrix of their errors, n² / Σ ρ² over all pairs, each row with itself included. n rows that err on their own count n,
 * n copies of one row count 1. Rows without error have nothing to be told apart by and count as one.
 * @param rows shares of each validator, all in the order of the same items; with fewer items than some hundred, chance
 * correlates them and the number comes out too low.
 * @param truth what a row without error would say.
 * @returns 0 for no rows.
 */
export function effectiveValidators(rows: readonly (readonly number[])[], truth: readonly number[]): number {
  const n = rows.length
  if (n === 0) return 0
  const errors = rows.map((row) => centred(truth.map((value, at) => (row[at] ?? 0) - value)))
  let squares = 0
  for (const a of errors) for (const b of errors) squares += a === b ? 1 : correlation(a, b) ** 2
  return (n * n) / squares
}

function centred(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}

/** Less is what rounding leaves. */
const NOTHING = 1e-24

function correlation(a: readonly number[], b: readonly number[]): number {
  const [own, other] = [dot(a, a), dot(b, b)]
  if (own < NOTHING && other < NOTHING) return 1
  return own < NOTHING || other < NOTHING ? 0 : dot(a, b) / Math.sqrt(own * other)
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
