import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Average, updateAverage } from '../../../shared/mechanism/average.ts'

const run = (scores: readonly number[], halfLife: number) =>
  scores.reduce<Average | undefined>((average, score) => updateAverage(average, score, halfLife), undefined)
const scores = fc.array(fc.double({ min: -9.3, max: 0, noNaN: true }), { minLength: 1, maxLength: 60 })
const halfLives = fc.double({ min: 0.1, max: 100, noNaN: true })

describe('updateAverage', () => {
  it('takes the first score in full', () => {
    expect(updateAverage(undefined, -1.5, 8)).toEqual({ mean: -1.5, weight: 1 })
  })

  it('equals the mean weighted by halves per half-life', () => {
    fc.assert(
      fc.property(scores, halfLives, (list, halfLife) => {
        const weights = list.map((_, i) => 2 ** (-(list.length - 1 - i) / halfLife))
        const total = weights.reduce((a, b) => a + b)
        const { mean, weight } = run(list, halfLife)!
        expect(mean).toBeCloseTo(list.reduce((sum, score, i) => sum + score * weights[i]!, 0) / total, 8)
        expect(weight).toBeCloseTo(total, 8)
      }),
    )
  })

  it('stays between the worst and the best score', () => {
    fc.assert(
      fc.property(scores, halfLives, (list, halfLife) => {
        const { mean } = run(list, halfLife)!
        expect(mean).toBeGreaterThanOrEqual(Math.min(...list) - 1e-9)
        expect(mean).toBeLessThanOrEqual(Math.max(...list) + 1e-9)
      }),
    )
  })

  it('moves half of the way to a new constant score in one half-life, once it is full', () => {
    let average = run(Array(500).fill(0), 8)!
    for (let i = 0; i < 8; i++) average = updateAverage(average, -1, 8)
    expect(average.mean).toBeCloseTo(-0.5, 6)
  })

  it('keeps the order of two miners when one is better in every round', () => {
    fc.assert(
      fc.property(scores, halfLives, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, halfLife, gain) => {
        const better = run(
          list.map((score) => score + gain),
          halfLife,
        )!
        expect(better.mean).toBeGreaterThan(run(list, halfLife)!.mean)
      }),
    )
  })

  it('goes on from a stored state as if it had never stopped', () => {
    const stored: unknown = JSON.parse(JSON.stringify(run([-1, -2, -3], 4)))
    expect(stored).toEqual(run([-1, -2, -3], 4))
  })

  it.each([
    [Number.NaN, 8],
    [Number.NEGATIVE_INFINITY, 8],
    [-1, 0],
    [-1, -2],
    [-1, Number.NaN],
  ])('refuses score %d with half-life %d', (score, halfLife) => {
    expect(() => updateAverage(undefined, score, halfLife)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
