import { describe, expect, it } from 'vitest'
import { CONFIG_NAMES, CONFIGS, HONEST_STAKES } from '../../../../chain/simulator/retention/configs.ts'
import { PUBLISHED_UTILITIES } from '../../../../chain/simulator/retention/published.ts'
import { PUBLISHED_CABAL_UTILITIES, PUBLISHED_LINES } from '../../../../chain/simulator/retention/published-lines.ts'

describe('the published figures', () => {
  it('are there for every configuration', () => {
    expect(CONFIG_NAMES).toEqual(Object.keys(CONFIGS))
    expect(Object.keys(PUBLISHED_UTILITIES)).toEqual(CONFIG_NAMES)
    expect(Object.keys(PUBLISHED_LINES)).toEqual(CONFIG_NAMES)
  })

  it.each(CONFIG_NAMES)('have a number and a contour for each stake: %s', (name) => {
    expect(PUBLISHED_UTILITIES[name]).toHaveLength(HONEST_STAKES.length)
    expect(PUBLISHED_LINES[name]).toHaveLength(HONEST_STAKES.length)
    for (const [k, required] of PUBLISHED_UTILITIES[name].entries()) {
      const line = PUBLISHED_LINES[name][k]!
      expect(line).toHaveLength(PUBLISHED_CABAL_UTILITIES.length)
      const points = line.filter((point) => point !== null)
      expect(points.length).toBeGreaterThan(8)
      // The required utility is the largest on the contour; points of the line lie between grid points.
      expect(Math.max(...points)).toBeLessThanOrEqual(required + 0.0005)
      expect(required - Math.max(...points)).toBeLessThan(0.03)
    }
  })

  it('say what the text of the documentation says', () => {
    const at60 = (name: (typeof CONFIG_NAMES)[number]) => Math.round(100 * PUBLISHED_UTILITIES[name][2]!)
    expect([at60('sd0'), at60('sd20'), at60('base')]).toEqual([60, 67, 73])
    expect([at60('beta0'), at60('beta50'), at60('base')]).toEqual([79, 77, 73])
    expect([at60('xi0'), at60('xi25'), at60('base')]).toEqual([82, 78, 73])
  })
})
