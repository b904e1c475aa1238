/** Smaller probabilities count as this: what lies below is rounding, and its logarithm would drown the rest. */
const LEAST = 1e-6

/**
 * The power that leads from one miner's rows to another's: `q ∝ p^γ`, as when the same answers are sharpened or flattened.
 * It is the slope of the main axis of the pairs of log-probabilities, each row about its own mean (total least squares;
 * Golub & Van Loan 1980, "An analysis of the total least squares problem"), so that it is the inverse the other way
 * round. An output weighs what both hold of it: what little is moved among the improbable ones says nothing.
 * @param left rows of equal length, one per task; `right` the same.
 */
export function powerBetween(left: readonly Float32Array[], right: readonly Float32Array[]): number {
  let xx = 0
  let xy = 0
  let yy = 0
  for (const [task, p] of left.entries()) {
    const q = right[task] ?? p
    let weights = 0
    let x = 0
    let y = 0
    // Sums about 0 first, then about the mean of the row: one pass, of few and small numbers.
    let ownXx = 0
    let ownXy = 0
    let ownYy = 0
    for (let i = 0; i < p.length; i++) {
      const weight = (p[i] ?? 0) + (q[i] ?? 0)
      const across = logOf(p[i])
      const up = logOf(q[i])
      weights += weight
      x += weight * across
      y += weight * up
      ownXx += weight * across * across
      ownXy += weight * across * up
      ownYy += weight * up * up
    }
    if (!(weights > 0)) continue
    xx += ownXx - (x * x) / weights
    xy += ownXy - (x * y) / weights
    yy += ownYy - (y * y) / weights
  }
  if (!(xy > 0)) return 1
  const half = (yy - xx) / (2 * xy)
  return half + Math.sqrt(half * half + 1)
}

const logOf = (probability = 0): number => Math.log(Math.max(LEAST, probability))

/** A row raised to a power and made to sum to 1 again. */
export function raised(row: Float32Array, power: number): Float32Array {
  const out = row.map((value) => Math.max(LEAST, value) ** power)
  let sum = 0
  for (const value of out) sum += value
  return out.map((value) => value / sum)
}
