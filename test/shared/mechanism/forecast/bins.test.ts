import { describe, expect, it } from 'vitest'
import { BIN_WIDTH, BINS, binOf, FIRST_EDGE, fillMasses } from '../../../../shared/mechanism/forecast/bins.ts'
import { type Mixture, mixtureCdf, normal } from '../../../../shared/mechanism/forecast/mixture.ts'
import { seeded } from '../../../support/seeded.ts'

/** Masses of the mechanism's bins. */
function massesOf(law: Mixture): Float32Array {
  const masses = new Float32Array(BINS)
  fillMasses(law, masses)
  return masses
}

describe('the bins of a forecast', () => {
  it('cover everything, with open ends', () => {
    expect(binOf(-1e9)).toBe(0)
    expect(binOf(FIRST_EDGE + 1e-9)).toBe(0)
    expect(binOf(FIRST_EDGE + BIN_WIDTH + 1e-9)).toBe(1)
    expect(binOf(0.01)).toBe(BINS / 2)
    expect(binOf(1e9)).toBe(BINS - 1)
  })

  it.each([
    ['a narrow law', normal(0.33, 0.02)],
    ['a law beyond the last edge', normal(5, 0.5)],
    ['a mixture', { weights: [0.3, 0.7], means: [-1, 1.2], deviations: [0.2, 0.9] }],
  ] as const)('hold all of %s', (_, law) => {
    const masses = massesOf(law)
    expect(masses.reduce((a, b) => a + b)).toBeCloseTo(1, 6)
    masses.forEach((mass, bin) => {
      const low = bin === 0 ? 0 : mixtureCdf(law, FIRST_EDGE + bin * BIN_WIDTH)
      const high = bin === BINS - 1 ? 1 : mixtureCdf(law, FIRST_EDGE + (bin + 1) * BIN_WIDTH)
      expect(mass).toBeCloseTo(high - low, 6)
      expect(mass).toBeGreaterThanOrEqual(0)
    })
  })

  it('are hit as often as the masses say', () => {
    const rng = seeded(1)
    const counts = new Array<number>(BINS).fill(0)
    for (let i = 0; i < 20_000; i++) counts[binOf(0.4 + 1.1 * rng.normal())]!++
    massesOf(normal(0.4, 1.1)).forEach((mass, bin) => {
      expect(Math.abs(counts[bin]! - 20_000 * mass)).toBeLessThan(5 * Math.sqrt(20_000 * mass) + 1)
    })
  })
})
