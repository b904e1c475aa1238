import { describe, expect, test } from 'vitest'
import { storage } from '../../../../chain/runtime/pallets/subtensor/storage.ts'
import { openPlay } from '../../../../chain/simulator/play/play.ts'
import { runScenario } from '../../../../chain/simulator/play/run-scenario.ts'
import { parseScenario } from '../../../../chain/simulator/scenario/parse.ts'
import type { ScenarioInput } from '../../../../chain/simulator/scenario/schema.ts'
import { economy } from '../../../../chain/simulator/scenarios/economy.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

await cryptoReady()

const miners = { name: 'miners', role: 'miner', count: 4 } as const
const run = (input: ScenarioInput) => runScenario(parseScenario(input), { seed: 'economy' })

describe('stake over time', () => {
  test('compounds by itself, and does not where a treasurer takes all of it out', () => {
    const both = (out: number) =>
      run({
        epochs: 40,
        actors: [
          { name: 'validator', role: 'validator', stake: 1_000, team: 'a' },
          miners,
          { name: 'treasurer', role: 'chain', strategy: 'treasurer', params: { out }, team: 'a' },
        ],
      }).members[0]?.stakeAfter ?? 0
    // 50 epochs of 20 blocks, of which validators get 41 %; what the last two paid is still there.
    expect(both(0)).toBeGreaterThan(1_000 + 300)
    expect(both(1)).toBeLessThan(1_000 + 30)
  })

  test('balances are staked on the validators of the team', () => {
    const { members, faults } = run({
      epochs: 5,
      actors: [
        { name: 'validator', role: 'validator', stake: 1_000, team: 'a', balance: 500 },
        miners,
        { name: 'treasurer', role: 'chain', strategy: 'treasurer', params: { restake: 1 }, team: 'a' },
      ],
    })
    expect(faults).toEqual([])
    expect(members[0]?.stakeAfter).toBeGreaterThan(1_000 + 499)
  })

  test('nominators go where less is taken of their yield', () => {
    const scenario = parseScenario({
      epochs: 60,
      actors: [
        { name: 'dear', role: 'validator', stake: 1_000, team: 'dear' },
        { name: 'cheap', role: 'validator', stake: 1_000, team: 'cheap' },
        miners,
        { name: 'dear treasurer', role: 'chain', strategy: 'treasurer', params: { take: 0.18 }, team: 'dear' },
        { name: 'cheap treasurer', role: 'chain', strategy: 'treasurer', params: { take: 0.01 }, team: 'cheap' },
        { name: 'nominators', role: 'chain', count: 10, strategy: 'nominator', params: { attention: 1 }, balance: 100 },
      ],
    })
    const play = openPlay({ scenario, seed: 'yield' })
    for (let epoch = 0; epoch < 70; epoch++) play.step()
    const on = (name: string) => {
      const validator = play.cast.find((member) => member.name === name)
      if (validator === undefined) throw new Error(name)
      return play.cast
        .filter(({ group }) => group === 'nominators')
        .reduce((sum, { coldkey }) => sum + Number(play.view.ownStakeOf(validator.hotkey, coldkey)) / 1e9, 0)
    }
    expect(play.faults.list()).toEqual([])
    expect(on('cheap') + on('dear')).toBeGreaterThan(10 * 98)
    expect(on('cheap')).toBeGreaterThan(20 * on('dear'))
    const cheap = play.cast.find(({ name }) => name === 'cheap')
    expect(storage.Delegates.get(play.world.state, cheap?.hotkey ?? new Uint8Array(32))).toBe(Math.round(0.01 * 65_535))
  })
})

describe('entry and exit', () => {
  const market = (params: Readonly<Record<string, unknown>>, cost: number) =>
    run({
      epochs: 60,
      warmup: 5,
      economy: {},
      network: { maxUids: 10, hyperparameters: { immunity_period: 20, min_non_immune_uids: 0 } },
      actors: [
        { name: 'validator', role: 'validator', stake: 10_000 },
        miners,
        {
          name: 'newcomers',
          role: 'miner',
          count: 6,
          strategy: 'profit-seeker',
          params: { cost, patience: 5 },
          registered: false,
          team: 'm',
        },
        { name: 'market', role: 'chain', strategy: 'entrants', params, team: 'm' },
      ],
    })

  test('miners come while a registration pays back, at its price, and stay out where it does not', () => {
    const open = market({ horizon: 50 }, 0)
    const entered = open.members.filter(({ group, epochs }) => group === 'newcomers' && epochs > 0)
    expect(entered.length).toBeGreaterThan(2)
    expect(open.members.find(({ name }) => name === 'market')?.refused).toEqual({})
    const closed = market({ horizon: 50, margin: 1e5 }, 0)
    expect(closed.members.filter(({ group, epochs }) => group === 'newcomers' && epochs > 0)).toEqual([])
  })

  test('a wave comes at any price', () => {
    const { economy: found } = market({ margin: 1e5, wave: 25, size: 3 }, 0)
    const comings = found?.entered.flatMap((count, epoch) => (count > 0 ? [[epoch, count]] : []))
    expect(comings?.[0]).toEqual([20, 3])
  })

  test('whose work does not pay stops, and earns no more', () => {
    const of = (cost: number) =>
      market({ horizon: 50 }, cost)
        .members.filter(({ group }) => group === 'newcomers')
        .reduce((sum, { emission }) => sum + emission, 0)
    expect(of(100)).toBeLessThan(of(0) / 2)
  })
})

test('the built-in economy is looked at every fifth epoch, the same each time', () => {
  const scenario = { ...economy, epochs: 30 }
  const { economy: found, faults } = run(scenario)
  expect(faults).toEqual([])
  if (found === undefined) throw new Error('no economy')
  expect(found.epochs).toEqual([4, 9, 14, 19, 24, 29])
  expect(Object.values(found).map((list) => list.length)).toEqual(Object.values(found).map(() => 6))
  expect(found.nakamoto.every((count) => count !== null && count >= 1 && count <= 7)).toBe(true)
  expect(found.honestShare).toEqual(found.epochs.map(() => 1))
  expect(JSON.stringify(run(scenario).economy)).toBe(JSON.stringify(found))
})
