import { expect, it } from 'vitest'
import type { Neuron } from '../../shared/subtensor/client.ts'
import { type Ss58, uid } from '../../shared/units.ts'
import type { ScoreRecord } from '../../validator/db/scores.ts'
import { toRow, toWeights } from '../../validator/weight-row.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { hotkeyOf, scoreOf } from './support/database.ts'

const client = createFakeSubtensor()
const neurons: readonly Neuron[] = [1, 2, 3, 4].map((number) => client.addNeuron({ hotkey: hotkeyOf(number) }))
const scoresOf = (skills: Readonly<Record<number, number>>): ReadonlyMap<Ss58, ScoreRecord> =>
  new Map(
    Object.entries(skills).map(([number, mean]) => {
      const score = scoreOf(Number(number), { average: { mean, weight: 3 } })
      return [score.hotkey, score]
    }),
  )
const valuesOf = (scores: ReadonlyMap<Ss58, ScoreRecord>, at = neurons) =>
  toRow(toWeights({ neurons: at, scores, self: hotkeyOf(1) })).values

it('gives the best miner all, worse ones less and nothing at chance or below', () => {
  const values = valuesOf(scoresOf({ 2: 0.95, 3: 0.7, 4: 0 }))
  expect(values[1]).toBe(65_535)
  expect(values[2]).toBeGreaterThan(0)
  expect(values[2]).toBeLessThan(65_535)
  expect(values[3]).toBe(0)
})

it('covers every uid in order and gives nothing without a score', () => {
  const row = toRow(toWeights({ neurons, scores: scoresOf({ 3: 0.95 }), self: hotkeyOf(1) }))
  expect(row).toEqual({ uids: [0, 1, 2, 3].map(uid), values: [0, 0, 65_535, 0] })
})

it('never weighs the validator itself', () => {
  expect(valuesOf(scoresOf({ 1: 1, 2: 0.8 }))).toEqual([0, 65_535, 0, 0])
})

it('finds scores by hotkey at the uid that it has today', () => {
  const moved = [neurons[0]!, { ...neurons[1]!, hotkey: hotkeyOf(9) }, { ...neurons[2]!, hotkey: hotkeyOf(2) }]
  expect(valuesOf(scoresOf({ 2: 0.95, 3: 0.95 }), moved)).toEqual([0, 0, 65_535])
})

it('is all zero when nobody is better than chance', () => {
  expect(valuesOf(scoresOf({ 2: 0.004, 3: 0 }))).toEqual([0, 0, 0, 0])
})
