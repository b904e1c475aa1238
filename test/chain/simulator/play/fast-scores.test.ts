import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFastRandom } from '../../../../chain/simulator/play/fast-random.ts'
import { FastScores } from '../../../../chain/simulator/play/fast-scores.ts'
import { createRng } from '../../../../shared/rng.ts'
import { type Estimate, updateEstimate } from '../../../../shared/scoring/estimate.ts'
import { type ScoringSettings, scoringSettings } from '../../../../shared/scoring/settings.ts'
import type { Standing } from '../../../../shared/scoring/standing.ts'
import { toWeights } from '../../../../shared/scoring/to-weights.ts'

const random = () => createFastRandom(createRng(new Uint8Array(32).fill(7)))
const quiet = { kind: 'normal', sigma: 0 } as const

const standingOf = (hotkey: string, skill: Estimate): Standing => ({
  hotkey,
  rounds: 1,
  skill,
  missed: { mean: 0, weight: 1, squares: 1, spread: 0 },
  lateness: undefined,
  contribution: undefined,
  slice: undefined,
  canary: 0,
  proofs: { passed: 0, failed: 0 },
  verified: 0,
  failed: 0,
  since: { relay: undefined, leak: undefined, downgrade: undefined, late: undefined },
})

const skill = fc.double({ min: 0, max: 1, noNaN: true })
/** Rounds of six miners, some of whom are not asked, and one of whom may have left before. */
const rounds = fc.array(
  fc.record({
    shown: fc.array(fc.oneof({ weight: 9, arbitrary: skill }, fc.constant(-1)), { minLength: 6, maxLength: 6 }),
    left: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.nat(5)),
  }),
  { minLength: 1, maxLength: 30 },
)
const someSettings = fc
  .record({
    shape: fc.constantFrom('ramp' as const, 'softmax' as const),
    halfLifeRounds: fc.constantFrom(1, 5, 20),
    skillExponent: fc.constantFrom(1, 2, 2.5),
    explorationWeight: fc.constantFrom(0, 5),
    trialRounds: fc.constantFrom(1, 8),
  })
  .map((fields) => scoringSettings.parse(fields))

/** As a validator weighs miners of whom it knows no more than this. */
function weightsOf(estimates: readonly (Estimate | undefined)[], settings: ScoringSettings): Uint16Array {
  const miners = estimates.map((_, uid) => ({
    hotkey: `miner ${uid}`,
    uid,
    modelBlock: undefined,
    model: undefined,
    registeredBlock: 0,
  }))
  const standings = new Map(
    estimates.flatMap((estimate, uid): [string, Standing][] =>
      estimate === undefined ? [] : [[`miner ${uid}`, standingOf(`miner ${uid}`, estimate)]],
    ),
  )
  return toWeights({ state: { standings, pairs: new Map() }, miners }, settings).weights
}

describe('fast scores', () => {
  test('weigh as the scoring of a validator does', () => {
    fc.assert(
      fc.property(rounds, someSettings, (played, settings) => {
        const scores = new FastScores({ validators: 2, miners: 6, noise: quiet, settings, random: random() })
        const estimates: (Estimate | undefined)[] = new Array(6).fill(undefined)
        const expectEqual = () => expect([...scores.toWeights(1)]).toEqual([...weightsOf(estimates, settings)])
        for (const { shown, left } of played) {
          if (left !== undefined) {
            scores.forget(left)
            estimates[left] = undefined
            expectEqual()
          }
          scores.measure(1, Float64Array.from(shown))
          for (const [miner, value] of shown.entries())
            if (value >= 0) estimates[miner] = updateEstimate(estimates[miner], value, settings.halfLifeRounds)
          expectEqual()
        }
      }),
    )
  })

  test('scatter as far as the noise says, and never leave 0 to 1', () => {
    const settings = scoringSettings.parse({ halfLifeRounds: 0.01 })
    const noise = { kind: 'normal', sigma: 0.1 } as const
    const scores = new FastScores({ validators: 1, miners: 3, noise, settings, random: random() })
    const seen: number[] = []
    for (let round = 0; round < 5_000; round++) {
      scores.measure(0, Float64Array.of(0.5, 0.99, 0))
      const [middle, top, none] = scores.skillsOf(0)
      seen.push(middle!)
      expect(top).toBeLessThanOrEqual(1)
      expect(none).toBe(0)
    }
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length
    const deviation = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length)
    expect(mean).toBeCloseTo(0.5, 2)
    expect(deviation).toBeCloseTo(0.1, 2)
  })

  test('forget who left', () => {
    const settings = scoringSettings.parse({})
    const scores = new FastScores({ validators: 1, miners: 2, noise: quiet, settings, random: random() })
    scores.measure(0, Float64Array.of(0.9, 0.5))
    scores.forget(0)
    expect(scores.skillsOf(0)[0]).toBeNaN()
    expect([...scores.toWeights(0)]).toEqual([settings.explorationWeight, 65_535])
  })
})
