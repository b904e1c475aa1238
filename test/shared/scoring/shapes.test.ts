import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrate } from '../../../shared/scoring/calibration.ts'
import { latencyFactor, latenessOf } from '../../../shared/scoring/latency.ts'
import { rampShape, softmaxShape } from '../../../shared/scoring/weight-shapes.ts'
import { seeded } from '../../support/seeded.ts'

const skills = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 })

describe('weight shapes', () => {
  it('softmax does not depend on how many know nothing', () => {
    const shape = softmaxShape({ floor: 0.05, temperature: 0.5 })
    const alone = Array.from(shape([0.5, 0.9]))
    expect(alone[0]).toBeGreaterThan(0)
    expect(alone[0]).toBeLessThan(alone[1]!)
    expect(Array.from(shape([0.5, 0.9, 0, 0.05, 0])).slice(0, 2)).toEqual(alone)
  })

  it.each([
    ['ramp', rampShape({ floor: 0.05, exponent: 2 })],
    ['softmax', softmaxShape({ floor: 0.05, temperature: 0.1 })],
  ] as const)('%s pays more skill at least as much, nothing up to the floor, and never NaN', (_, shape) => {
    fc.assert(
      fc.property(skills, (values) => {
        const raw = shape(values)
        for (const [i, a] of values.entries()) {
          expect(raw[i]! >= 0 && raw[i]! <= 1).toBe(true)
          if (a <= 0.05) expect(raw[i]).toBe(0)
          for (const [j, b] of values.entries()) if (a > b) expect(raw[i]!).toBeGreaterThanOrEqual(raw[j]!)
        }
      }),
    )
  })

  it('a softmax pays equals equally and the colder the more to the best', () => {
    expect([...softmaxShape({ floor: 0.05, temperature: 1 })([0.4, 0.4, 0])]).toEqual([1, 1, 0])
    const second = (temperature: number) => softmaxShape({ floor: 0.05, temperature })([0.8, 0.4])[1]!
    expect(second(1)).toBeCloseTo(Math.exp(-2), 12)
    expect(second(0.2)).toBeLessThan(second(1))
  })
})

describe('latency', () => {
  it('costs nothing up to the grace and λ from the limit on', () => {
    const limits = { graceMs: 500, limitMs: 1500 }
    expect([0, 500, 1000, 1500, 9e9, Number.NaN].map((ms) => latenessOf(ms, limits))).toEqual([0, 0, 0.5, 1, 1, 0])
    expect(latenessOf(600, { graceMs: 500, limitMs: 400 })).toBe(1)
    expect(latencyFactor(1, { skill: 0.5, minSkill: 0.1, share: 0.2 })).toBe(0.8)
  })

  it('never decides among answers that know nothing', () => {
    expect(latencyFactor(1, { skill: 0.05, minSkill: 0.1, share: 0.2 })).toBe(1)
  })
})

describe('calibrate', () => {
  it('finds no error in answers that are right as often as they say, and the gap in those that are not', () => {
    const rng = seeded(1)
    const count = 40_000
    const rows = new Float32Array(2 * count)
    const labels = new Uint8Array(count)
    const bold = new Float32Array(2 * count)
    for (let i = 0; i < count; i++) {
      const p = 0.5 + 0.5 * rng.uniform()
      rows.set([p, 1 - p], 2 * i)
      bold.set([0.99, 0.01], 2 * i)
      labels[i] = rng.uniform() < p ? 0 : 1
    }
    expect(calibrate({ rows, width: 2, labels }).error).toBeLessThan(0.01)
    const { error, bins } = calibrate({ rows: bold, width: 2, labels })
    expect(error).toBeCloseTo(0.24, 1)
    expect(bins).toHaveLength(1)
    expect(bins[0]).toMatchObject({ from: 0.9, to: 1, count })
  })

  it('has nothing to say of nothing', () => {
    expect(calibrate({ rows: [], width: 3, labels: [] })).toEqual({ bins: [], error: 0 })
  })
})
