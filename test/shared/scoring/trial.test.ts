import { describe, expect, it } from 'vitest'
import type { MinerFacts } from '../../../shared/scoring/facts.ts'
import { type ScoringSettings, scoringSettings } from '../../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE } from '../../../shared/scoring/state.ts'
import { toWeights } from '../../../shared/scoring/to-weights.ts'
import { trialFactorFor } from '../../../shared/scoring/trial.ts'

const SKILL = 0.5
const factsOf = (hotkey: string, uid: number): MinerFacts => ({
  hotkey,
  uid,
  model: `model ${uid}`,
  modelBlock: uid,
  registeredBlock: uid,
})
const scale = { worst: 0, chance: 0, perfect: 1 }

const answered = (hotkey: string) => ({
  hotkey,
  answers: {
    shared: Float64Array.of(SKILL),
    slice: new Float64Array(),
    sliceScale: scale,
    canaries: new Float64Array(),
    canaryScale: scale,
    errors: new Float64Array(1),
    latencyMs: undefined,
  },
  proof: 'absent' as const,
})

/** Weights by round of an old miner and of one that comes in round `arrives`, equally skilled. */
function weightsOf(settings: ScoringSettings, rounds: number, arrives: number): readonly (readonly number[])[] {
  let state = EMPTY_STATE
  return Array.from({ length: rounds }, (_, number) => {
    const hotkeys = number < arrives ? ['old'] : ['old', 'new']
    const miners = hotkeys.map(answered)
    state = afterRound(state, { number, scale, miners, space: { distance: () => 1 } }, settings)
    return [...toWeights({ state, miners: hotkeys.map(factsOf) }, settings).weights]
  })
}

describe('the trial of a newcomer', () => {
  it('lets its pay rise over the rounds that are set, and no longer', () => {
    const weights = weightsOf(scoringSettings.parse({ trialRounds: 4 }), 20, 10)
    const shares = weights.slice(10).map(([old = 0, fresh = 0]) => fresh / old)
    expect(shares[0]).toBeCloseTo(0.26, 1)
    for (let round = 1; round < 4; round++) expect(shares[round]).toBeGreaterThan(shares[round - 1] ?? 0)
    for (const share of shares.slice(3)) expect(share).toBe(1)
  })

  it('costs nobody anything where all are new, and nothing where it is not wanted', () => {
    for (const weights of weightsOf(scoringSettings.parse({}), 10, 0)) expect(weights).toEqual([65_535, 65_535])
    const atOnce = weightsOf(scoringSettings.parse({ trialRounds: 1 }), 12, 10)
    expect(atOnce.at(-2)).toEqual([65_535, 65_535])
  })

  it.each([1, 5, 20])('is over after its rounds with a half-life of %s', (halfLifeRounds) => {
    const factor = trialFactorFor({ trialRounds: 8, halfLifeRounds })
    let weight = 0
    for (let round = 0; round < 8; round++) {
      expect(factor(weight)).toBeLessThan(1)
      weight = 2 ** (-1 / halfLifeRounds) * weight + 1
    }
    expect(factor(weight)).toBe(1)
  })
})
