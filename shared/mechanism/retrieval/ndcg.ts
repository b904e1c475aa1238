/** Places of a ranking that count: what stands below is as good as not returned, so that returning more does not pay. */
export const CUTOFF = 5

/** Worth of a place, the best one being 0: 1 / log2(place + 2), nothing from the cut-off on. */
const discount = (place: number): number => (place < CUTOFF ? 1 / Math.log2(place + 2) : 0)

/** Sums of the discounts of the first 0, 1, 2 … places: they make the share of a group of ties cheap. */
const DISCOUNT_SUMS: readonly number[] = Array.from({ length: CUTOFF + 1 }, (_, places) =>
  Array.from({ length: places }, (__, place) => discount(place)).reduce((sum, value) => sum + value, 0),
)
const discountSum = (places: number): number => DISCOUNT_SUMS[Math.min(places, CUTOFF)] ?? 0

/** DCG@k of the best ranking when so many items are relevant: what the gains of a ranking are divided by. */
export const idealDcg = (relevant: number): number => discountSum(relevant)

/**
 * Discount of the place that an item takes when items are ranked by value, the highest first. Items of equal value share
 * the places that they take together: the mean over all their orders (McSherry & Najork 2008, "Computing Information
 * Retrieval Performance Measures Efficiently in the Presence of Tied Scores"), so that the order in which items are
 * listed is worth nothing.
 */
export function discountOf(item: number, values: ArrayLike<number>): number {
  const value = values[item] ?? 0
  let above = 0
  let equal = 0
  for (let other = 0; other < values.length; other++) {
    if ((values[other] ?? 0) > value) above++
    else if (values[other] === value) equal++
  }
  return (discountSum(above + equal) - discountSum(above)) / equal
}

/**
 * nDCG@k of items ranked by value, with gains of 0 and 1 (Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation
 * of IR techniques", with the usual discount 1 / log2(rank + 1)). From 0 to 1.
 * @param relevant indices of the relevant items; at least one.
 */
export function ndcg(values: ArrayLike<number>, relevant: readonly number[]): number {
  let gain = 0
  for (const item of relevant) gain += discountOf(item, values)
  return gain / idealDcg(relevant.length)
}
