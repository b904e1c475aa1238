import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CUTOFF, discountOf, idealDcg, ndcg } from '../../../../shared/mechanism/retrieval/ndcg.ts'

const LOG3 = 1 / Math.log2(3)

describe('ndcg', () => {
  it.each([
    { values: [0.9, 0.8, 0.1], relevant: [0], expected: 1 },
    { values: [0.9, 0.8, 0.1], relevant: [1], expected: LOG3 },
    { values: [0.9, 0.8, 0.1], relevant: [2], expected: 0.5 },
    { values: [0.9, 0.8, 0.1], relevant: [0, 1], expected: 1 },
    // (1 + 1/log2 4) / (1 + 1/log2 3)
    { values: [0.9, 0.8, 0.1], relevant: [0, 2], expected: 0.9197207891481876 },
    { values: [6, 5, 4, 3, 2, 1], relevant: [4], expected: 1 / Math.log2(6) },
    { values: [6, 5, 4, 3, 2, 1], relevant: [5], expected: 0 },
    // Three share the first three places.
    { values: [1, 1, 1], relevant: [2], expected: (1 + LOG3 + 0.5) / 3 },
    // Two share the second and the third place.
    { values: [0.2, 0.5, 0.2], relevant: [0], expected: (LOG3 + 0.5) / 2 },
    // Six share five places that count.
    { values: [1, 1, 1, 1, 1, 1], relevant: [3], expected: 2.9484591188793923 / 6 },
  ])('of $values with $relevant relevant is $expected', ({ values, relevant, expected }) => {
    expect(ndcg(values, relevant)).toBeCloseTo(expected, 12)
  })

  it('is 1 for the relevant items first, whatever their order, and never more', () => {
    const sets = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: CUTOFF })
    fc.assert(
      fc.property(
        sets,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }),
        (set, values) => {
          expect(ndcg(values, set)).toBeLessThanOrEqual(1 + 1e-12)
          expect(ndcg(values, set)).toBeGreaterThanOrEqual(0)
          expect(
            ndcg(
              values.map((value, item) => value + (set.includes(item) ? 2 : 0)),
              set,
            ),
          ).toBeCloseTo(1, 12)
        },
      ),
    )
  })

  it('does not depend on how items are listed, ties included', () => {
    const values = [0.3, 0.1, 0.3, 0.3, 0.1, 0.6]
    const reversed = values.toReversed()
    for (let item = 0; item < values.length; item++)
      expect(ndcg(reversed, [values.length - 1 - item])).toBe(ndcg(values, [item]))
  })
})

it('discounts of all items sum to the ideal of the cut-off', () => {
  for (const values of [
    [1, 2, 3, 4, 5, 6, 7],
    [1, 1, 1, 1, 1, 1, 1],
    [1, 2, 2, 2, 3, 3, 1],
  ])
    expect(values.reduce((sum, _, item) => sum + discountOf(item, values), 0)).toBeCloseTo(idealDcg(CUTOFF), 12)
})
