import { expect, test } from 'vitest'
import { shownMedian } from '../../../shared/weights/shown-median.ts'

const row = (stake: number, ...weights: readonly number[]) => ({
  stake,
  uids: weights.map((_, uid) => uid),
  values: weights,
})
const median = (rows: Parameters<typeof shownMedian>[0], options: { self?: number; kappa?: number } = {}) =>
  shownMedian(rows, { size: 4, self: undefined, ...options })

test('is the weight that a majority of the stake gives, each row by its shares', () => {
  const rows = [row(3, 0, 0, 100, 300), row(2, 0, 0, 65_535, 0), row(2, 0, 0, 1, 1)]
  // Shares of uid 2 are 1/4, 1 and 1/2: four sevenths of the stake give it a half.
  expect(median(rows)).toEqual({ uids: [2, 3], values: [65_535, 65_535] })
  expect(median(rows, { kappa: 0.9 })).toEqual({ uids: [2], values: [65_535] })
})

test('a minority moves nothing, and rows of nothing do not count', () => {
  const honest = row(10, 0, 0, 1, 2)
  expect(median([honest, row(9, 0, 1, 0, 0), row(99, 0, 0, 0, 0)])).toEqual(median([honest]))
})

test('never names who takes it, and nobody where nothing is shown', () => {
  expect(median([row(1, 0, 3, 1, 0)], { self: 1 })).toEqual({ uids: [2], values: [65_535] })
  expect(median([])).toEqual({ uids: [], values: [] })
})
