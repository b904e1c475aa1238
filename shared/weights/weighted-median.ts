/** A value and what it weighs. */
export interface WeighedValue {
  readonly value: number
  readonly weight: number
}

/**
 * The largest value that a majority of the weight reaches: what consensus keeps of the weights on one miner when `kappa`
 * is the majority. 0 when nothing has weight.
 */
export function weightedMedian(values: readonly WeighedValue[], kappa: number): number {
  const total = values.reduce((sum, { weight }) => sum + weight, 0)
  let support = 0
  for (const { value, weight } of values.toSorted((a, b) => b.value - a.value)) {
    support += weight
    if (support >= kappa * total) return value
  }
  return 0
}
