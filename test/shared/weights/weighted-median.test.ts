import { expect, test } from 'vitest'
import { weightedMedian } from '../../../shared/weights/weighted-median.ts'

const values = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([value, weight]) => ({ value, weight }))

test.each([
  [values([1, 1], [2, 1], [3, 1]), 0.5, 2],
  [values([1, 1], [9, 3]), 0.5, 9],
  [values([1, 3], [9, 1]), 0.5, 1],
  [values([1, 1], [9, 1]), 0.5, 9],
  [values([1, 1], [9, 1]), 0.6, 1],
  [values(), 0.5, 0],
])('a majority of the weight reaches it: %j at %d', (of, kappa, median) => {
  expect(weightedMedian(of, kappa)).toBe(median)
})
