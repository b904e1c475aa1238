import type { Rng } from '../../rng.ts'
import { DOCUMENTS } from './retrieval-task.ts'

/** How frequent it is that so many documents are relevant: none in every fifth task. */
export const COUNT_SHARES: readonly number[] = [0.2, 0.3, 0.3, 0.2]

/** Draws which documents are relevant: their number by its share, then each set of that size equally likely. Ascending. */
export function drawRelevantSet(rng: Rng): readonly number[] {
  let left = rng.uniform()
  let count = 0
  while (count < COUNT_SHARES.length - 1) {
    left -= COUNT_SHARES[count] ?? 0
    if (left < 0) break
    count++
  }
  const set = new Set<number>()
  while (set.size < count) set.add(rng.below(DOCUMENTS))
  return [...set].sort((a, b) => a - b)
}
