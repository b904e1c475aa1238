import { describe, expect, it } from 'vitest'
import { runCells } from '../../../../chain/simulator/retention/cells.ts'
import { CONFIGS, HONEST_STAKES } from '../../../../chain/simulator/retention/configs.ts'
import { PUBLISHED_UTILITIES } from '../../../../chain/simulator/retention/published.ts'
import { drawTeams } from '../../../../chain/simulator/retention/teams.ts'

const config = CONFIGS.base
const draw = (honestStake: number) => drawTeams({ honestStake, weightDeviation: config.weightDeviation, seed: 0n })

/**
 * Required utility that an independent implementation found with seed 0 and a grid of 51 points, and the cabal's utility
 * there.
 */
const REFERENCE: readonly (readonly [required: number, cabalUtility: number])[] = [
  [0.8901, 1],
  [0.7703, 0.9],
  [0.7369, 0.8],
  [0.7349, 0.74],
  [0.7473, 0.66],
  [0.7762, 0.54],
  [0.8128, 0.36],
  [0.8564, 0.3],
  [0.9025, 0.16],
  [0.9507, 0.08],
  [0.99, 0.02],
]

describe('runCells', () => {
  it.each(HONEST_STAKES.map((honestStake, k) => ({ honestStake, reference: REFERENCE[k]! })))(
    'crosses the stake where an independent implementation does: $honestStake',
    ({ honestStake, reference: [required, cabalUtility] }) => {
      const teams = draw(honestStake)
      const at = (honestUtility: number) =>
        runCells({ teams, config, honestUtility, cabalUtilities: [cabalUtility] })[0]!
      const below = Math.floor(required * 50 - 1e-9) / 50
      const [low, high] = [at(below), at(below + 0.02)]
      const crossing = below + (0.02 * (honestStake - low)) / (high - low)
      expect(Math.abs(crossing - required)).toBeLessThan(0.0001)
      const published = PUBLISHED_UTILITIES.base[HONEST_STAKES.indexOf(honestStake)]!
      expect(Math.abs(crossing - published)).toBeLessThan(0.01)
    },
  )

  it('gives more to the honest team the more useful it is', () => {
    const teams = draw(0.6)
    const cabalUtilities = [0, 0.3, 0.6, 0.9, 1]
    const columns = [0, 0.2, 0.4, 0.6, 0.8, 1].map((honestUtility) =>
      runCells({ teams, config, honestUtility, cabalUtilities }),
    )
    for (const [k] of cabalUtilities.entries()) {
      const shares = columns.map((column) => column[k]!)
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
      expect(new Set(shares).size).toBe(shares.length)
    }
  })

  it('gives all to a team that everybody serves', () => {
    const teams = draw(0.6)
    const ofMinersAlone = { ...config, validatorShare: 0 }
    const [share] = runCells({ teams, config: ofMinersAlone, honestUtility: 1, cabalUtilities: [0] })
    expect(share).toBe(1)
  })

  it('weighs the validators’ part by their share', () => {
    const teams = draw(0.6)
    const share = (validatorShare: number) =>
      runCells({ teams, config: { ...config, validatorShare }, honestUtility: 0.7, cabalUtilities: [0.8] })[0]!
    expect(share(0.5)).toBeCloseTo((share(0) + share(1)) / 2, 5)
    expect(share(0.25)).toBeCloseTo(0.75 * share(0) + 0.25 * share(1), 12)
    expect(share(0)).not.toBeCloseTo(share(1), 2)
  })

  it('follows majority and bonds penalty', () => {
    const teams = draw(0.55)
    const share = (changes: object) =>
      runCells({ teams, config: { ...config, ...changes }, honestUtility: 0.7, cabalUtilities: [1] })[0]!
    expect(share({ kappa: 0.6 })).toBeLessThan(share({}) - 0.01)
    expect(share({ bondsPenalty: 0 })).toBeLessThan(share({}) - 0.01)
  })
})
