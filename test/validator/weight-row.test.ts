import { describe, expect, it } from 'vitest'
import type { MinerFacts } from '../../shared/scoring/facts.ts'
import { DEFAULT_SCORING } from '../../shared/scoring/settings.ts'
import type { ChainCommitment, Neuron } from '../../shared/subtensor/client.ts'
import { type Ss58, uid } from '../../shared/units.ts'
import { favour, toFacts, toRow, toWeightRecords } from '../../validator/weight-row.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { hotkeyOf, skilled } from './support/database.ts'

const client = createFakeSubtensor()
const neurons: readonly Neuron[] = [1, 2, 3, 4].map((number) => client.addNeuron({ hotkey: hotkeyOf(number) }))
/** Everybody but the validator, hotkey 1. */
const MINERS = [2, 3, 4].map(hotkeyOf)

const factsOf = (hotkeys: readonly Ss58[], at: readonly Neuron[]): readonly MinerFacts[] =>
  toFacts({ neurons: at.filter(({ hotkey }) => hotkeys.includes(hotkey)), onChain: new Map() })
const recordsOf = (skills: Readonly<Record<number, number>>, { at = neurons, hotkeys = MINERS } = {}) => {
  const standings = new Map(Object.entries(skills).map(([n, mean]) => [hotkeyOf(Number(n)), skilled(Number(n), mean)]))
  const state = { standings, pairs: new Map() }
  return toWeightRecords({ neurons: at, miners: factsOf(hotkeys, at), state, settings: DEFAULT_SCORING })
}
const valuesOf = (...args: Parameters<typeof recordsOf>) => toRow(recordsOf(...args)).values

it('gives the best miner all, worse ones less and nothing at chance or below', () => {
  const values = valuesOf({ 2: 0.95, 3: 0.7, 4: 0 })
  expect(values[1]).toBe(65_535)
  expect(values[2]).toBeGreaterThan(0)
  expect(values[2]).toBeLessThan(65_535)
  expect(values[3]).toBe(0)
})

it('covers every uid in order, and gives newcomers the weight of exploration', () => {
  expect(toRow(recordsOf({ 3: 0.95, 2: 0 }))).toEqual({
    uids: [0, 1, 2, 3].map(uid),
    values: [0, 0, 65_535, DEFAULT_SCORING.explorationWeight],
  })
})

it('never weighs who is no miner', () => {
  expect(valuesOf({ 1: 1, 2: 0.8 }, { hotkeys: [hotkeyOf(2)] })).toEqual([0, 65_535, 0, 0])
})

it('finds scores by hotkey at the uid that it has today', () => {
  const at = [neurons[0]!, { ...neurons[1]!, hotkey: hotkeyOf(9) }, { ...neurons[2]!, hotkey: hotkeyOf(2) }]
  expect(valuesOf({ 2: 0.95, 3: 0.95 }, { at })).toEqual([0, 0, 65_535])
})

it('is all zero when nobody is better than chance', () => {
  expect(valuesOf({ 2: 0.004, 3: 0 }, { hotkeys: [2, 3].map(hotkeyOf) })).toEqual([0, 0, 0, 0])
})

describe('favouring a friend', () => {
  it('pays it as the best and changes nothing else', () => {
    const honest = recordsOf({ 2: 0.95, 3: 0.7, 4: 0 })
    const unfair = favour(honest, hotkeyOf(4))
    expect(unfair[3]?.value).toBe(65_535)
    expect(unfair.slice(0, 3)).toEqual(honest.slice(0, 3))
    expect(favour(honest, hotkeyOf(99))).toEqual(honest)
  })
})

it('takes the model of a miner and its block from its first digest on chain', () => {
  const digest = new Uint8Array(32).fill(7)
  const commitment: ChainCommitment = { block: 5, fields: [{ tag: 'other' }, { tag: 'sha256', digest }] }
  const onChain = new Map([[hotkeyOf(2), commitment]])
  const [without, registered] = toFacts({ neurons, onChain })
  expect(registered).toMatchObject({ hotkey: hotkeyOf(2), model: '07'.repeat(32), modelBlock: 5 })
  expect(without).toMatchObject({ model: undefined, modelBlock: undefined })
})
