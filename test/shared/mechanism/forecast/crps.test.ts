import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BIN_WIDTH, BINS, fillMasses } from '../../../../shared/mechanism/forecast/bins.ts'
import { binnedCrps, worstCrps } from '../../../../shared/mechanism/forecast/crps.ts'
import { type Mixture, normal } from '../../../../shared/mechanism/forecast/mixture.ts'
import { normalCdf } from '../../../../shared/mechanism/forecast/normal.ts'

/** Masses of N(mean, deviation) in fine bins from −8 to 8. */
function fineMasses(mean: number, deviation: number): Float32Array {
  const cdf = (bin: number) => normalCdf((-8 + bin * 0.02 - mean) / deviation)
  return Float32Array.from({ length: 800 }, (_, bin) => cdf(bin + 1) - cdf(bin))
}

/** Masses of the mechanism's bins. */
function massesOf(law: Mixture): Float32Array {
  const masses = new Float32Array(BINS)
  fillMasses(law, masses)
  return masses
}

const expected = (law: Float32Array, report: Float32Array, width: number) =>
  law.reduce((sum, share, bin) => sum + (share === 0 ? 0 : share * binnedCrps(bin, report, width)), 0)

const distribution = (bins: number) =>
  fc
    .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: bins, maxLength: bins })
    .map((draws) => draws.map((draw) => draw ** 3))
    .map((draws) => {
      const sum = draws.reduce((a, b) => a + b)
      return Float32Array.from(draws, (draw) => draw / sum)
    })

describe('the CRPS of a histogram', () => {
  // By E|X − y| − ½ E|X − X′| of normal distributions.
  it.each([
    ['the true law', 0, 1, 0.56419],
    ['twice the deviation', 0, 2, 0.65574],
    ['a mean off by a half', 0.5, 1, 0.63399],
  ] as const)('of a standard normal outcome is the known value for %s', (_, mean, deviation, value) => {
    expect(-expected(fineMasses(0, 1), fineMasses(mean, deviation), 0.02)).toBeCloseTo(value, 3)
    const coarse = -expected(massesOf(normal(0, 1)), massesOf(normal(mean, deviation)), BIN_WIDTH)
    expect(Math.abs(coarse - value)).toBeLessThan(0.01)
  })

  it('is the integral that defines it, with the outcome anywhere in its bin', () => {
    fc.assert(
      fc.property(distribution(5), fc.nat(4), (row, outcome) => {
        const STEPS = 60
        let loss = 0
        for (let u = 0.5; u < STEPS; u++) {
          const y = outcome + u / STEPS
          for (let i = 0; i < 5 * STEPS; i++) {
            const x = (i + 0.5) / STEPS
            const bin = Math.floor(x)
            const below = row.subarray(0, bin).reduce((a, b) => a + b, 0) + row[bin]! * (x - bin)
            loss += (below - (y <= x ? 1 : 0)) ** 2
          }
        }
        expect(binnedCrps(outcome, row, 0.5)).toBeCloseTo((-0.5 * loss) / STEPS ** 2, 2)
      }),
      { numRuns: 25 },
    )
  })

  it('pays no report more than the true one by expectation', () => {
    fc.assert(
      fc.property(distribution(8), distribution(8), fc.double({ min: 0, max: 1, noNaN: true }), (law, other, share) => {
        const mixed = law.map((value, bin) => (1 - share) * value + share * other[bin]!)
        expect(expected(law, mixed, 1)).toBeLessThanOrEqual(expected(law, law, 1) + 1e-6)
      }),
    )
  })

  it('lies between the worst answer and a sixth of a bin', () => {
    const certain = (bin: number) => Float32Array.from({ length: BINS }, (_, i) => (i === bin ? 1 : 0))
    expect(binnedCrps(BINS - 1, certain(0), BIN_WIDTH)).toBeCloseTo(worstCrps(BINS, BIN_WIDTH), 12)
    expect(binnedCrps(0, certain(BINS - 1), BIN_WIDTH)).toBeCloseTo(worstCrps(BINS, BIN_WIDTH), 12)
    expect(binnedCrps(7, certain(7), BIN_WIDTH)).toBeCloseTo(-BIN_WIDTH / 6, 12)
    fc.assert(
      fc.property(distribution(BINS), fc.nat(BINS - 1), (row, outcome) => {
        expect(binnedCrps(outcome, row, BIN_WIDTH)).toBeGreaterThanOrEqual(worstCrps(BINS, BIN_WIDTH))
        expect(binnedCrps(outcome, row, BIN_WIDTH)).toBeLessThan(0)
      }),
    )
  })
})
