import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  entropy,
  logScale,
  logScaleOf,
  logScore,
  MIN_PROBABILITY,
} from '../../../../shared/mechanism/rows/log-score.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'

/** Distributions over 2 to 8 classes, many of them with zeros. */
const distribution = (classes: number) =>
  fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1, noNaN: true })), {
      minLength: classes,
      maxLength: classes,
    })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => {
      const sum = weights.reduce((a, b) => a + b)
      return weights.map((weight) => weight / sum)
    })

const expectedScore = (belief: readonly number[], report: readonly number[]) =>
  belief.reduce((sum, q, k) => sum + (q === 0 ? 0 : q * logScore(report[k]!)), 0)

describe('logScore', () => {
  it('is 0 for certainty in the truth and ln ε for certainty in a falsehood', () => {
    expect(logScore(1)).toBe(0)
    expect(logScore(0)).toBe(Math.log(1e-4))
    expect(logScore(1e-9)).toBe(Math.log(MIN_PROBABILITY))
  })

  it('rises with the probability', () => {
    expect(logScore(0.5)).toBeGreaterThan(logScore(0.4))
  })

  it('pays no report more than honesty in expectation, beyond what the clip leaves open', () => {
    const cases = fc.integer({ min: 2, max: 8 }).chain((k) => fc.tuple(distribution(k), distribution(k)))
    fc.assert(
      fc.property(cases, ([belief, report]) => {
        const open = Math.log(1 + belief.length * MIN_PROBABILITY)
        expect(expectedScore(belief, report)).toBeLessThanOrEqual(expectedScore(belief, belief) + open + 1e-12)
      }),
      { numRuns: 1000 },
    )
  })

  it('pays honesty strictly more than any report that is clearly different', () => {
    const cases = fc.integer({ min: 2, max: 8 }).chain((k) => fc.tuple(distribution(k), distribution(k)))
    fc.assert(
      fc.property(cases, ([belief, report]) => {
        const distance = belief.reduce((sum, q, k) => sum + Math.abs(q - report[k]!), 0)
        fc.pre(distance > 0.1)
        // Pinsker: the loss is at least distance² / 2.
        expect(expectedScore(belief, report)).toBeLessThan(expectedScore(belief, belief) - distance ** 2 / 2 + 0.001)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('logScale', () => {
  it('puts chance at −ln K for K equal classes', () => {
    const scale = logScale(Array(10).fill(0.1))
    expect(scale.worst).toBe(Math.log(1e-4))
    expect(scale.chance).toBeCloseTo(-Math.log(10), 12)
    expect(scale.perfect).toBe(0)
  })

  it('puts chance at the score of reporting the class frequencies', () => {
    const frequencies = [0.9, 0.1]
    expect(logScale(frequencies).chance).toBeCloseTo(expectedScore(frequencies, frequencies), 12)
    expect(entropy([1, 0])).toBe(0)
  })
})

describe('logScaleOf', () => {
  /** Labels that need not be typical of the frequencies. */
  const draws = fc.integer({ min: 2, max: 8 }).chain((classes) =>
    fc.tuple(
      distribution(classes).filter((frequencies) => Math.max(...frequencies) < 1),
      fc.array(fc.nat(classes - 1), { minLength: 1, maxLength: 100 }),
    ),
  )
  const meanScore = (labels: readonly number[], row: readonly number[]) =>
    labels.reduce((sum, label) => sum + logScore(row[label]!), 0) / labels.length

  it('puts base rates at skill 0 and the worst answer too, whatever the labels', () => {
    fc.assert(
      fc.property(draws, ([frequencies, labels]) => {
        const scale = logScaleOf(labels, frequencies)
        expect(scale.chance).toBeCloseTo(meanScore(labels, frequencies), 12)
        expect(toSkill(meanScore(labels, frequencies), scale)).toBe(0)
        expect(toSkill(scale.worst, scale)).toBe(0)
      }),
    )
  })

  it('gives perfect answers 1 on labels as hard as expected or harder, and their share of it on easier ones', () => {
    fc.assert(
      fc.property(draws, ([frequencies, labels]) => {
        const scale = logScaleOf(labels, frequencies)
        const share = scale.chance / logScale(frequencies).chance
        expect(toSkill(0, scale)).toBeCloseTo(Math.min(1, share), 9)
      }),
    )
  })

  it('never makes more of a nat than the expected scale does', () => {
    fc.assert(
      fc.property(draws, ([frequencies, labels]) => {
        const { chance, perfect } = logScaleOf(labels, frequencies)
        const expected = logScale(frequencies)
        expect(perfect - chance).toBeGreaterThanOrEqual(expected.perfect - expected.chance - 1e-12)
      }),
    )
  })

  it('is the expected scale for even classes', () => {
    const frequencies = Array<number>(10).fill(0.1)
    const { worst, chance, perfect } = logScaleOf([3, 3, 3, 7], frequencies)
    const expected = logScale(frequencies)
    expect(worst).toBe(expected.worst)
    expect(chance).toBeCloseTo(expected.chance, 12)
    expect(perfect).toBeCloseTo(0, 12)
  })
})
