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

  it('stays between the worst and the best value, and keeps the order of miners when one is better every time', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, gain) => {
        const { mean } = fold(list, 8)
        expect(mean).toBeGreaterThanOrEqual(Math.min(...list) - 1e-9)
        expect(mean).toBeLessThanOrEqual(Math.max(...list) + 1e-9)
        expect(
          fold(
            list.map((value) => value + gain),
            8,
          ).mean,
        ).toBeGreaterThan(mean)
      }),
    )
  })

  it('moves half of the way to a new constant value in one half-life, once it is full', () => {
    let estimate = fold(Array<number>(500).fill(0), 8)
    for (let i = 0; i < 8; i++) estimate = updateEstimate(estimate, 1, 8)
    expect(estimate.mean).toBeCloseTo(0.5, 6)
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
