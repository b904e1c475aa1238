import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rampShape, SKILL_EXPONENT, SKILL_FLOOR, scaleToBest } from '../../../shared/scoring/weight-shapes.ts'

const weigh = (skills: readonly number[]): Uint16Array =>
  scaleToBest(rampShape({ floor: SKILL_FLOOR, exponent: SKILL_EXPONENT })(skills))

const skills = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 64 })

describe('a ramp scaled to the best', () => {
  it('pays nothing up to the floor', () => {
    expect(Array.from(weigh([0, SKILL_FLOOR / 2, SKILL_FLOOR, 0.8]))).toEqual([0, 0, 0, 65535])
  })

  it('pays skill that luck can bring less than a hundredth of a good miner', () => {
    const [lucky = 0, good = 0] = weigh([SKILL_FLOOR + 0.04, 0.7])
    expect(lucky / good).toBeLessThan(0.01)
  })

  it('is all zero when nobody is above the floor, and empty for nobody', () => {
    expect(Array.from(weigh([0, 0.01, 0]))).toEqual([0, 0, 0])
    expect(weigh([]).length).toBe(0)
  })

  it('gives the best miner 65 535', () => {
    fc.assert(
      fc.property(skills, (list) => {
        fc.pre(list.some((skill) => skill > SKILL_FLOOR + 1e-6))
        expect(Math.max(...weigh(list))).toBe(65_535)
      }),
    )
  })

  it('never pays a better miner less, and a clearly better one more', () => {
    fc.assert(
      fc.property(skills, (list) => {
        const row = weigh(list)
        for (const [i, a] of list.entries())
          for (const [j, b] of list.entries()) {
            if (a >= b) expect(row[i]).toBeGreaterThanOrEqual(row[j]!)
            if (b > 0.1 && a > b + 0.01) expect(row[i]).toBeGreaterThan(row[j]!)
          }
      }),
      { numRuns: 50 },
    )
  })

  it('never pays hotkeys that answer by turns more than one that always does, with every exponent that may be set', () => {
    const exponents = fc.double({ min: 1, max: 4, noNaN: true })
    const share = fc.double({ min: 0, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(exponents, share, share, fc.integer({ min: 2, max: 20 }), (exponent, floor, skill, hotkeys) => {
        const [always = 0, byTurns = 0] = rampShape({ floor, exponent })([skill, skill / hotkeys])
        expect(hotkeys * byTurns).toBeLessThanOrEqual(always + 1e-12)
      }),
    )
  })

  it('does not depend on who stands where', () => {
    fc.assert(
      fc.property(skills, (list) => {
        expect(Array.from(weigh(list.toReversed()))).toEqual(Array.from(weigh(list)).toReversed())
      }),
    )
  })

  it('keeps neighbours of the committed ladder apart by a fifth or more', () => {
    const row = weigh([0.305, 0.45, 0.579, 0.728, 0.857, 0.984])
    for (let i = 1; i < row.length; i++) expect(row[i]! / row[i - 1]!).toBeGreaterThan(1.2)
  })

  it('survives more miners than a call stack holds', () => {
    expect(weigh(Array(200_000).fill(0.5)).length).toBe(200_000)
  })
})
