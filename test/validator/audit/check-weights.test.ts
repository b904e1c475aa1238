import { expect, it } from 'vitest'
import { DEFAULT_SCORING } from '../../../shared/scoring/settings.ts'
import type { ScoringState } from '../../../shared/scoring/state.ts'
import { uid } from '../../../shared/units.ts'
import { checkWeights } from '../../../validator/audit/check-weights.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedRow } from '../../../validator/publish/shapes.ts'
import { toWeightRecords } from '../../../validator/weight-row.ts'
import { hotkeyOf } from '../support/database.ts'

const hotkeys = [1, 2, 3].map(hotkeyOf)
const facts = { registeredBlock: 1, model: undefined, modelBlock: undefined }
const miners = hotkeys.map((hotkey, index) => ({ ...facts, hotkey, uid: uid(index) }))
const estimate = (mean: number) => ({ mean, weight: 50, squares: 20, spread: 0 })
const nothing = { relay: undefined, leak: undefined, downgrade: undefined, late: undefined }
const state: ScoringState = {
  standings: new Map(
    hotkeys.map((hotkey, index) => [
      hotkey,
      {
        ...{ hotkey, rounds: 50, skill: estimate(0.2 * (index + 1)), missed: estimate(0), lateness: undefined },
        ...{ contribution: undefined, slice: undefined, canary: 0, proofs: { passed: 0, failed: 0 } },
        ...{ verified: 0, failed: 0, since: nothing },
      },
    ]),
  ),
  pairs: new Map(),
}
const neurons = miners.map(({ hotkey, uid }) => ({ hotkey, uid }))
const right = toWeightRecords({ neurons, miners, state, settings: DEFAULT_SCORING })

/** What is told of a row with the weight of the second miner changed. */
function told(by: number) {
  const weights = right.map((weight, index) => (index === 1 ? { ...weight, value: weight.value + by } : weight))
  const basis = { round: 4, mechanism: 'skill@3/glyphs@2', settings: DEFAULT_SCORING, miners }
  const findings = createFindings(hotkeyOf(9))
  const shares = checkWeights({ block: 10, setAt: 0, weights, basis } as unknown as PublishedRow, state, findings)
  return { shares, deviations: findings.deviations.map(({ what, hotkey }) => [what, hotkey]), findings }
}

it('a weight may differ by the rounding of its last place, and by no more', () => {
  expect([-1, 0, 1].map((by) => told(by).deviations)).toEqual([[], [], []])
  expect([-2, 2].map((by) => told(by).deviations)).toEqual([[['weight', hotkeys[1]]], [['weight', hotkeys[1]]]])
})

it('the size says what share of the row a miner gains or loses', () => {
  const { shares, findings } = told(10_000)
  expect(findings.deviations[0]?.size).toBeGreaterThan(0)
  expect(findings.deviations[0]?.size).toBe(shares[1]!.found - shares[1]!.expected)
  expect(told(-1_000).findings.deviations[0]?.size).toBeLessThan(0)
})
