import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemsToTell, itemsToTellByAccuracy, normalCdf, pairedDifference } from '../../../shared/scoring/paired.ts'
import { seeded } from '../../support/seeded.ts'

const scores = fc.array(fc.double({ min: -9.3, max: 0, noNaN: true }), { minLength: 2, maxLength: 40 })

describe('pairedDifference', () => {
  it('turns its sign with the miners and is 0 between equals', () => {
    fc.assert(
      fc.property(scores, scores, (left, right) => {
        const count = Math.min(left.length, right.length)
        const [a, b] = [left.slice(0, count), right.slice(0, count)]
        const there = pairedDifference(a, b)
        const back = pairedDifference(b, a)
        expect(back.mean).toBeCloseTo(-there.mean, 12)
        expect(back.standardError).toBeCloseTo(there.standardError, 12)
        expect(there.confidence + back.confidence).toBeCloseTo(1, 6)
        expect(pairedDifference(a, a)).toMatchObject({ mean: 0, standardError: 0, confidence: 0.5 })
      }),
    )
  })

  it('does not see what both find hard', () => {
    const rng = seeded(1)
    const hardness = Array.from({ length: 200 }, () => -5 * rng.uniform())
    const a = hardness.map((value) => value + 0.01 + 0.001 * rng.normal())
    expect(pairedDifference(a, hardness).confidence).toBeGreaterThan(0.999)
  })

  it('refuses scores of other tasks', () => {
    expect(() => pairedDifference([1], [1, 2])).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})

describe('itemsToTell', () => {
  it('gives a number of items that ranks right 95 times in 100', () => {
    const rng = seeded(2)
    const differences = Array.from({ length: 4000 }, (_, i) => 0.2 + (i % 2 === 0 ? 1 : -1))
    const items = itemsToTell(differences)
    let right = 0
    for (let trial = 0; trial < 4000; trial++) {
      let sum = 0
      for (let i = 0; i < items; i++) sum += 0.2 + rng.normal()
      if (sum > 0) right++
    }
    expect(right / 4000).toBeGreaterThan(0.935)
    expect(right / 4000).toBeLessThan(0.965)
  })

  it('is endless for equals and one for a certain difference', () => {
    expect(itemsToTell([0, 0])).toBe(Number.POSITIVE_INFINITY)
    expect(itemsToTell([1, 1])).toBe(1)
    expect(itemsToTellByAccuracy(0.9, 0.9)).toBe(Number.POSITIVE_INFINITY)
  })

  it('by accuracy needs what two binomials need', () => {
    expect(itemsToTellByAccuracy(0.966, 0.947)).toBe(
      Math.ceil((1.6448536 ** 2 * (0.966 * 0.034 + 0.947 * 0.053)) / 0.019 ** 2),
    )
  })
})

describe('normalCdf', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447],
    [-1.959964, 0.025],
    [1.6448536, 0.95],
    [5, 0.99999971],
  ])('of %d is %d', (z, expected) => {
    expect(normalCdf(z)).toBeCloseTo(expected, 6)
  })
})
