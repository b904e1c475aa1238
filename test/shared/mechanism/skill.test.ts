import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logScale } from '../../../shared/mechanism/rows/log-score.ts'
import { toSkill } from '../../../shared/mechanism/skill.ts'

const scale = logScale(Array(10).fill(0.1))

describe('toSkill', () => {
  it('is 0 at chance and below, 1 when perfect, a half in the middle', () => {
    expect(toSkill(scale.chance, scale)).toBe(0)
    expect(toSkill(scale.worst, scale)).toBe(0)
    expect(toSkill(0, scale)).toBe(1)
    expect(toSkill(scale.chance / 2, scale)).toBeCloseTo(0.5, 12)
  })

  it('stays in [0, 1] and never falls as the score rises', () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 1, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true }), (a, d) => {
        const [low, high] = [toSkill(a, scale), toSkill(a + d, scale)]
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(high).toBeGreaterThanOrEqual(low)
      }),
    )
  })

  it('gives 0 for a mean that is not a number', () => {
    expect(toSkill(Number.NaN, scale)).toBe(0)
  })
})
