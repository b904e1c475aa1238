import { describe, expect, it } from 'vitest'
import { autoregressive } from '../../../../shared/mechanism/forecast/autoregressive.ts'
import { chaotic } from '../../../../shared/mechanism/forecast/chaotic.ts'
import { mixtureCdf } from '../../../../shared/mechanism/forecast/mixture.ts'
import { normalDensity } from '../../../../shared/mechanism/forecast/normal.ts'
import { nextValueLaw, type Regimes, regimes } from '../../../../shared/mechanism/forecast/regimes.ts'
import { seasonal } from '../../../../shared/mechanism/forecast/seasonal.ts'
import { seeded } from '../../../support/seeded.ts'

const FAMILIES = { autoregressive, seasonal, regimes, chaotic }
const SERIES = 6000

describe.each(Object.entries(FAMILIES))('%s series', (_, family) => {
  it.each([0, 0.2, 1])('end with a draw from their law at difficulty %d', (difficulty) => {
    // The probability of a value up to the drawn one is even over 0 … 1 when the law is right.
    const rng = seeded(1)
    const deciles = new Array<number>(10).fill(0)
    for (let i = 0; i < SERIES; i++) {
      const { values, law } = family(rng, 49, difficulty)
      deciles[Math.min(9, Math.floor(10 * mixtureCdf(law, values[48]!)))]!++
    }
    for (const count of deciles) expect(Math.abs(count - SERIES / 10)).toBeLessThan(110)
  })

  it('have a law that says far more than how all values are spread', () => {
    const rng = seeded(2)
    let own = 0
    let all = 0
    for (let i = 0; i < 1000; i++) {
      const { values, law } = family(rng, 49, 0.2)
      const mean = values.reduce((a, b) => a + b) / 49
      const expected = law.weights.reduce((sum, weight, k) => sum + weight * law.means[k]!, 0)
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 49)
      own += Math.abs(values[48]! - expected) / spread / 1000
      all += Math.abs(values[48]! - mean) / spread / 1000
    }
    expect(own).toBeLessThan(0.65 * all)
  })

  it('stay finite and never stand still', () => {
    const rng = seeded(3)
    for (let i = 0; i < 500; i++) {
      const { values } = family(rng, 49, 0)
      expect(values.every(Number.isFinite)).toBe(true)
      expect(new Set(values).size).toBe(49)
    }
  })
})

describe('the law of the next value of regimes', () => {
  /** Joint density of values and probability of each last regime, summed over all ways through the regimes. */
  function enumerate({ means, deviations, leaving }: Regimes, values: readonly number[]): number[] {
    const count = means.length
    const joint = means.map(() => 0)
    for (let path = 0; path < count ** (values.length + 1); path++) {
      const way = Array.from({ length: values.length + 1 }, (_, at) => Math.floor(path / count ** at) % count)
      let probability = 1 / count
      way.forEach((regime, at) => {
        if (at > 0) probability *= regime === way[at - 1] ? 1 - leaving : leaving / (count - 1)
        const value = values[at]
        if (value !== undefined)
          probability *= normalDensity((value - means[regime]!) / deviations[regime]!) / deviations[regime]!
      })
      joint[way.at(-1)!]! += probability
    }
    const sum = joint.reduce((a, b) => a + b)
    return joint.map((probability) => probability / sum)
  }

  it.each([
    [{ means: [0, 2], deviations: [0.5, 0.8], leaving: 0.1 }, [0.3, 1.1, 1.9, 0.4]],
    [{ means: [0, 1.5, 4], deviations: [0.2, 0.8, 0.4], leaving: 0.3 }, [0.1, 1.2, 3.1, 2.4, 2]],
  ] as const)('is what all ways through them add up to', (parameters, values) => {
    const { weights } = nextValueLaw(parameters, Float64Array.from(values))
    enumerate(parameters, values).forEach((probability, regime) => {
      expect(weights[regime]).toBeCloseTo(probability, 10)
    })
  })
})
