import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Average, updateAverage } from '../../../shared/mechanism/average.ts'

const run = (skills: readonly number[], halfLife: number) =>
  skills.reduce<Average | undefined>((average, skill) => updateAverage(average, skill, halfLife), undefined)
const skills = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })
const halfLives = fc.double({ min: 0.1, max: 100, noNaN: true })

describe('updateAverage', () => {
  it('takes the first skill in full', () => {
    expect(updateAverage(undefined, 0.4, 8)).toEqual({ mean: 0.4, weight: 1 })
  })

  it('equals the mean weighted by halves per half-life', () => {
    fc.assert(
      fc.property(skills, halfLives, (list, halfLife) => {
        const weights = list.map((_, i) => 2 ** (-(list.length - 1 - i) / halfLife))
        const total = weights.reduce((a, b) => a + b)
        const { mean, weight } = run(list, halfLife)!
        expect(mean).toBeCloseTo(list.reduce((sum, skill, i) => sum + skill * weights[i]!, 0) / total, 8)
        expect(weight).toBeCloseTo(total, 8)
      }),
    )
  })

  it('stays between the worst and the best skill', () => {
    fc.assert(
      fc.property(skills, halfLives, (list, halfLife) => {
        const { mean } = run(list, halfLife)!
        expect(mean).toBeGreaterThanOrEqual(Math.min(...list) - 1e-9)
        expect(mean).toBeLessThanOrEqual(Math.max(...list) + 1e-9)
      }),
    )
  })

  it('moves half of the way to a new constant skill in one half-life, once it is full', () => {
    let average = run(Array(500).fill(0), 8)!
    for (let i = 0; i < 8; i++) average = updateAverage(average, 1, 8)
    expect(average.mean).toBeCloseTo(0.5, 6)
  })

  it('keeps the order of two miners when one is better in every round', () => {
    fc.assert(
      fc.property(skills, halfLives, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, halfLife, gain) => {
        const worse = list.map((skill) => skill * (1 - gain))
        const better = run(
          worse.map((skill) => Math.min(1, skill + gain)),
          halfLife,
        )!
        expect(better.mean).toBeGreaterThan(run(worse, halfLife)!.mean)
      }),
    )
  })

  it('goes on from a stored state as if it had never stopped', () => {
    const stored: unknown = JSON.parse(JSON.stringify(run([0.1, 0.2, 0.3], 4)))
    expect(stored).toEqual(run([0.1, 0.2, 0.3], 4))
  })

  it.each([
    [Number.NaN, 8],
    [Number.POSITIVE_INFINITY, 8],
    [-0.01, 8],
    [1.01, 8],
    [0.5, 0],
    [0.5, -2],
    [0.5, Number.NaN],
  ])('refuses skill %d with half-life %d', (skill, halfLife) => {
    expect(() => updateAverage(undefined, skill, halfLife)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
