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
    { relayZ: 1 },
    { explorationWeight: 0.5 },
    { tempo: 1 },
  ])('refuse %o', (input) => {
    expect(scoringSettings.safeParse(input).success).toBe(false)
  })

  it('look for kinship in errors only where references are clean', () => {
    expect(settingsFor({}).cleanReferences).toBe(true)
    expect(settingsFor({ hasNoisyReferences: true }).cleanReferences).toBe(false)
    expect(settingsFor({}, { halfLifeRounds: 5, cleanReferences: false })).toMatchObject({
      halfLifeRounds: 5,
      cleanReferences: false,
    })
  })
})
