import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Estimate, effectiveSize, standardErrorOf, updateEstimate } from '../../../shared/scoring/estimate.ts'
import { seeded } from '../../support/seeded.ts'

const fold = (values: readonly number[], halfLife: number) =>
  values.reduce<Estimate | undefined>((state, value) => updateEstimate(state, value, halfLife), undefined)!

describe('updateEstimate', () => {
  it('is the mean and variance under weights that halve every half-life', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (values, halfLife) => {
          const weights = values.map((_, i) => 2 ** (-(values.length - 1 - i) / halfLife))
          const total = weights.reduce((a, b) => a + b)
          const mean = values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total
          const spread = values.reduce((sum, value, i) => sum + weights[i]! * (value - mean) ** 2, 0)
          const estimate = fold(values, halfLife)
          expect(estimate.mean).toBeCloseTo(mean, 9)
          expect(estimate.weight).toBeCloseTo(total, 9)
          expect(estimate.spread).toBeCloseTo(spread, 9)
          expect(estimate.squares).toBeCloseTo(
            weights.reduce((sum, weight) => sum + weight * weight, 0),
            9,
          )
        },
      ),
    )
  })

  it('has a standard error that covers the true mean as often as a normal one does', () => {
    const rng = seeded(1)
    let covered = 0
    for (let trial = 0; trial < 2000; trial++) {
      const estimate = fold(
        Array.from({ length: 60 }, () => 0.5 + 0.1 * rng.normal()),
        20,
      )
      if (Math.abs(estimate.mean - 0.5) <= 1.96 * standardErrorOf(estimate)) covered++
    }
    expect(covered / 2000).toBeGreaterThan(0.93)
    expect(covered / 2000).toBeLessThan(0.965)
  })

  it('knows nothing of the scatter after one value', () => {
    expect(standardErrorOf(fold([0.7], 20))).toBe(0.5)
    expect(effectiveSize(fold([0.7], 20))).toBe(1)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses the value %d', (value) => {
    expect(() => updateEstimate(undefined, value, 20)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  it.each([0, -1, Number.NaN])('refuses a half-life of %d', (halfLife) => {
    expect(() => updateEstimate(undefined, 0.5, halfLife)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
