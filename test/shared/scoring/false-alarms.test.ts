import { describe, expect, it } from 'vitest'
import { logScore } from '../../../shared/mechanism/rows/log-score.ts'
import { scoringSettings } from '../../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE } from '../../../shared/scoring/state.ts'
import { toWeights } from '../../../shared/scoring/to-weights.ts'
import { rampShape } from '../../../shared/scoring/weight-shapes.ts'
import { seeded } from '../../support/seeded.ts'
import { openPool, type Pool, WIDTH } from './support/ladder-pool.ts'
import { simulateRound, tasksPerRound } from './support/rounds.ts'

const ROUNDS = 100

describe('a hundred rounds of six honest models', async () => {
  const perRound = tasksPerRound(6)
  const pool = await openPool(ROUNDS * perRound)
  const miners = pool.rows.map((rows, i) => ({ hotkey: `miner-${i}`, shared: rows, slice: rows }))
  const facts = miners.map(({ hotkey }, uid) => ({ hotkey, uid, modelBlock: 5, model: `${uid}`, registeredBlock: 1 }))

  it.each([0, 0.2])('accuse nobody and pay each its fair share; a near ratio of %d', (nearRatio) => {
    const settings = scoringSettings.parse({ nearRatio })
    const rng = seeded(9)
    let state = EMPTY_STATE
    const earned = miners.map(() => 0)
    for (let number = 0; number < ROUNDS; number++) {
      state = afterRound(state, simulateRound(pool, miners, { number, from: number * perRound, rng }), settings)
      const { weights, reasons } = toWeights({ state, miners: facts }, settings)
      expect(reasons.flat()).toEqual([])
      const sum = weights.reduce((a, b) => a + b)
      for (const [i, weight] of weights.entries()) earned[i]! += weight / sum
    }
    const { skillFloor: floor, skillExponent: exponent } = settings
    const fair = rampShape({ floor, exponent })(pool.rows.map((rows) => trueSkill(pool, rows)))
    const total = fair.reduce((a, b) => a + b)
    const shares = earned.map((sum, i) => sum / ROUNDS / (fair[i]! / total))
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(0.97)
  })
})

/** On all glyphs of the pool. */
function trueSkill({ labels }: Pool, rows: Float32Array): number {
  const sum = labels.reduce((total, label, i) => total + logScore(rows[i * WIDTH + label] ?? 0), 0)
  return 1 + sum / labels.length / Math.log(WIDTH)
}
