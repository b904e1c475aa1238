import { beforeAll, describe, expect, test } from 'vitest'
import { gainOfPair } from '../../../../chain/simulator/play/paired.ts'
import type { RunResult } from '../../../../chain/simulator/play/run-scenario.ts'
import type { ScenarioInput } from '../../../../chain/simulator/scenario/schema.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { MINERS, type Network, play, shareOf, VALIDATORS } from './attack-scenes.ts'

beforeAll(cryptoReady)

const one = (strategy: string, network: Network = {}, input: Partial<ScenarioInput> = {}) =>
  gainOfPair(
    play([{ ...VALIDATORS, count: 9 }, { name: 'attacker', role: 'validator', strategy, attacker: true }, MINERS], {
      ...input,
      network,
    }),
  )

/** A team of validators with a share of the stake, and some of the 16 miners. */
const team = (strategy: string, { share, validators, miners }: Record<'share' | 'validators' | 'miners', number>) => [
  VALIDATORS,
  {
    name: 'team validators',
    role: 'validator' as const,
    count: validators,
    stake: { share },
    strategy,
    attacker: true,
    team: 'team',
  },
  { ...MINERS, count: 16 - miners },
  { name: 'team miners', role: 'miner' as const, count: miners, skill: 0.5, attacker: true, team: 'team' },
]
const UNCLIPPED = { kappa: 655, bonds_penalty: 0 }

describe('a selective revealer', () => {
  test('gains where weights are revealed by hand', () => {
    expect(one('selective-revealer', { commitReveal: 'manual', revealPeriod: 2 })).toBeGreaterThan(1)
  })

  test('gains nothing where they open by themselves', () => {
    expect(one('selective-revealer', { commitReveal: 'automatic', revealPeriod: 2 })).toBe(1)
  })
})

describe('a predictive copier', () => {
  test('gains while weights are public at once, and loses by a delay', () => {
    expect(one('predictive-copier')).toBeGreaterThan(1.01)
    expect(one('predictive-copier', { commitReveal: 'automatic', revealPeriod: 3 })).toBeLessThan(0.95)
  })
})

describe('a cabal', () => {
  const minority = { share: 0.38, validators: 4, miners: 4 }
  const majority = { share: 0.55, validators: 1, miners: 2 }

  test('gains half as much again with 38 % of the stake where nothing is clipped', () => {
    expect(gainOfPair(play(team('cabal', minority), { network: { hyperparameters: UNCLIPPED } }))).toBeGreaterThan(1.3)
  })

  test('loses by clipping, and more by the bonds penalty', () => {
    const penalized = gainOfPair(play(team('cabal', minority))) ?? Number.NaN
    const clipped = gainOfPair(play(team('cabal', minority), { network: { hyperparameters: { bonds_penalty: 0 } } }))
    expect(penalized).toBeLessThan(1)
    expect(clipped).toBeGreaterThan(penalized)
  })

  test('with a majority of the stake is what consensus is', () => {
    const { on } = play(team('cabal', majority))
    expect(shareOf(on, 'team miners')).toBeGreaterThan(0.49)
  })
})

describe('bribed validators', () => {
  const bribed = team('bribed', { share: 0.23, validators: 2, miners: 1 })

  test('gain with the miner that bribes where nothing is clipped', () => {
    expect(gainOfPair(play(bribed, { network: { hyperparameters: UNCLIPPED } }))).toBeGreaterThan(1.02)
  })

  test('lose together by clipping', () => {
    expect(gainOfPair(play(bribed))).toBeLessThan(1)
  })
})

describe('one server', () => {
  const server = (share: number) => [
    VALIDATORS,
    {
      name: 'team',
      role: 'validator' as const,
      count: 4,
      stake: { share },
      strategy: 'one-server',
      attacker: true,
      team: 'team',
    },
    MINERS,
  ]

  test('gains a little by agreeing with itself, the more the more stake it has', () => {
    const [small, large] = [0.1, 0.38].map((share) =>
      gainOfPair(play(server(share), { scoring: { halfLifeRounds: 1 } })),
    )
    expect(large).toBeGreaterThan(1.005)
    expect(small).toBeLessThan(large ?? 0)
  })

  test('sets one row', () => {
    const { on } = play(server(0.38))
    const trusts = on.members.filter(({ group }) => group === 'team').map(({ trust }) => trust)
    expect(new Set(trusts).size).toBe(1)
  })
})

describe('a whitewasher', () => {
  /** What it gets of what miners get, of what an honest miner gets in its place. */
  const idle = (params: Readonly<Record<string, unknown>>, halfLifeRounds: number): number => {
    const { on, off } = play(
      [
        VALIDATORS,
        MINERS,
        { name: 'idler', role: 'miner', strategy: 'whitewasher', params, skill: 0.6, attacker: true },
      ],
      { drift: 0, noise: { sigma: 0.01 }, warmup: 0, epochs: 30, scoring: { halfLifeRounds } },
    )
    const incentive = ({ members }: RunResult) => members.find(({ name }) => name === 'idler')?.incentive ?? Number.NaN
    return off === null ? Number.NaN : incentive(on) / incentive(off)
  }

  test('is paid for more than its work by a long memory, and not by a short one', () => {
    const work = 3 / 30
    expect(idle({ work: 3 }, 20) / work).toBeGreaterThan(1.2)
    expect(idle({ work: 3 }, 0.2) / work).toBeLessThan(1.1)
  })

  test('gains nothing by working now and then', () => {
    for (const halfLife of [1, 20]) expect(idle({ work: 3, cycle: 10 }, halfLife) / 0.3).toBeLessThan(1)
  })
})
