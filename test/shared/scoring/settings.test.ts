import { describe, expect, it } from 'vitest'
import { DEFAULT_SCORING, scoringSettings, settingsFor } from '../../../shared/scoring/settings.ts'

describe('scoring settings', () => {
  it('have a default for everything', () => {
    expect(scoringSettings.parse({})).toEqual(DEFAULT_SCORING)
    expect(DEFAULT_SCORING).toMatchObject({ shape: 'ramp', halfLifeRounds: 20, latencyShare: 0, explorationWeight: 5 })
  })

  it.each([
    { latencyShare: 0.21 },
    { halfLifeRounds: 0 },
    { shape: 'winner' },
    { skillFloor: Number.NaN },
    { skillExponent: 0.9 },
    { relayZ: 1 },
    { explorationWeight: 0.5 },
    { tempo: 1 },
  ])('refuse %o', (input) => {
    expect(scoringSettings.safeParse(input).success).toBe(false)
  })

  it('hold nearness against miners only as far as separate trainings were found to keep apart', () => {
    expect(settingsFor({}).nearRatio).toBe(0)
    expect(settingsFor({ separateRatio: 0.3 }).nearRatio).toBeCloseTo(0.2, 12)
    expect(settingsFor({ separateRatio: 0.3 }, { halfLifeRounds: 5, nearRatio: 0.1 })).toMatchObject({
      halfLifeRounds: 5,
      nearRatio: 0.1,
    })
  })
})
