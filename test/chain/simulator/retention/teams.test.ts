import { describe, expect, it } from 'vitest'
import { HONEST_STAKES } from '../../../../chain/simulator/retention/configs.ts'
import { drawTeams, MINERS, NEURONS, VALIDATORS } from '../../../../chain/simulator/retention/teams.ts'

const draw = (honestStake: number, seed = 0n) => drawTeams({ honestStake, weightDeviation: 0.4, seed })

describe('drawTeams', () => {
  it.each(HONEST_STAKES)('gives the honest team its part of the stake: %d', (honestStake) => {
    const { totalStake, honestValidators, honestMiners } = draw(honestStake)
    const rao = totalStake.map((bits) => Number(bits >> 64n))
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    expect(sum(rao) / 21e15).toBeCloseTo(1, 10)
    expect(sum(rao.slice(0, honestValidators)) / 21e15).toBeCloseTo(honestStake, 10)
    expect(sum(rao.slice(VALIDATORS))).toBe(0)
    expect(honestValidators).toBe(Math.floor(honestStake * VALIDATORS))
    expect(honestMiners).toBe(Math.floor(honestStake * MINERS))
    expect(totalStake).toHaveLength(NEURONS)
  })

  it('shares each validator’s weight out within both teams', () => {
    const { shares, honestMiners } = draw(0.6)
    for (let validator = 0; validator < VALIDATORS; validator++) {
      const row = shares.subarray(validator * MINERS, (validator + 1) * MINERS)
      const honest = row.subarray(0, honestMiners).reduce((sum, share) => sum + share, 0)
      expect(honest).toBeCloseTo(1, 10)
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(2, 10)
    }
  })

  it('leaves both teams at least one of each kind', () => {
    expect(draw(0.001)).toMatchObject({ honestValidators: 1, honestMiners: 1 })
    expect(draw(0.9999)).toMatchObject({ honestValidators: VALIDATORS - 1, honestMiners: MINERS - 1 })
  })

  it('draws the same teams from the same seed only', () => {
    expect(draw(0.6)).toEqual(draw(0.6))
    expect(draw(0.6, 1n).shares).not.toEqual(draw(0.6).shares)
  })
})
