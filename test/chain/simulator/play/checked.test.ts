import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkedShown } from '../../../../chain/simulator/play/checked.ts'
import type { NetworkView } from '../../../../chain/simulator/play/network-view.ts'
import { openPlay } from '../../../../chain/simulator/play/play.ts'
import { beforeTheyBegin } from '../../../../chain/simulator/play/stops.ts'
import {
  type AnyStrategy,
  defineChain,
  defineMiner,
  defineValidator,
} from '../../../../chain/simulator/strategies/strategy.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { ofGroup, run, scenario, shareOf } from './support/small-run.ts'

beforeAll(cryptoReady)

describe('strategies that fail', () => {
  const params = z.strictObject({})
  const description = 'For a test.'
  const own = new Map<string, AnyStrategy>([
    [
      './throws.ts',
      defineValidator({
        description,
        params,
        open: () => ({
          weigh: () => {
            throw new Error('no idea')
          },
        }),
      }),
    ],
    [
      './nonsense.ts',
      defineValidator({
        description,
        params,
        open: () => ({ weigh: () => ({ uids: [1, 2], values: [Number.NaN, 7] }) }),
      }),
    ],
    ['./too-good.ts', defineMiner({ description, params, open: () => ({ answer: () => ({ skill: 1.5 }) }) })],
    [
      './thief.ts',
      defineChain({
        description,
        params,
        open: () => ({
          act: ({ call, network }) =>
            void call(
              {
                index: 0,
                name: 'x',
                role: 'miner',
                group: 'x',
                team: undefined,
                hotkey: network.hotkeyOf(1),
                coldkey: network.hotkeyOf(1),
              },
              'coldkey',
              { pallet: 'SubtensorModule', call: 'start_call', args: {} },
            ),
        }),
      }),
    ],
  ])

  test('lose their turn, are told, and leave the others alone', () => {
    const result = run(
      {
        actors: [
          { name: 'validators', role: 'validator', count: 4 },
          { name: 'throws', role: 'validator', strategy: './throws.ts' },
          { name: 'nonsense', role: 'validator', strategy: './nonsense.ts' },
          { name: 'miners', role: 'miner', count: 4 },
          { name: 'too good', role: 'miner', strategy: './too-good.ts' },
          { name: 'thief', role: 'chain', strategy: './thief.ts' },
        ],
      },
      own,
    )
    const told = Object.fromEntries(result.faults.map(({ who, message, count }) => [who, { message, count }]))
    expect(told.throws).toEqual({ message: 'no idea', count: 35 })
    expect(told.nonsense?.message).toContain('weight NaN')
    expect(told['too good']?.message).toContain('skill 1.5')
    expect(told.thief?.message).toContain('not of the team')
    expect(ofGroup(result, 'throws')[0]).toMatchObject({ rows: 0, share: 0 })
    expect(ofGroup(result, 'too good')[0]?.share).toBe(0)
    expect(shareOf(result, 'miners')).toBeCloseTo(0.5, 2)
  })
})

describe('strategies of a person', () => {
  const params = z.strictObject({})
  const description = 'For a test.'
  const late = () => Promise.reject(new Error('late'))
  // Types do not hold a module back that nobody checked.
  const validator = (behaviour: object) =>
    defineValidator({
      description,
      params,
      open: () => behaviour as ReturnType<ReturnType<typeof defineValidator>['open']>,
    })
  const faultsOf = (role: 'validator' | 'chain' | 'miner', strategy: AnyStrategy) =>
    run(
      {
        network: { tempo: 4, commitReveal: 'manual', revealPeriod: 1 },
        actors: [
          { name: 'validators', role: 'validator', count: 3 },
          { name: 'miners', role: 'miner', count: 3 },
          { name: 'own', role, strategy: './own.ts' },
        ],
      },
      new Map([['./own.ts', strategy]]),
    ).faults.map(({ who, message }) => `${who}: ${message}`)
  const weigh = ({ measured }: { measured: () => unknown }) => measured()

  test.each([
    ['opens', 'miner', defineMiner({ description, params, open: late as never })],
    ['weighs', 'validator', validator({ weigh: late })],
    ['commits spares', 'validator', validator({ weigh, spares: late })],
    ['reveals', 'validator', validator({ weigh, reveals: late })],
    ['acts on chain', 'chain', defineChain({ description, params, open: () => ({ act: late as never }) })],
  ] as const)('are told when one %s by a promise, and a broken one ends nothing', (_, role, strategy) => {
    expect(faultsOf(role, strategy)).toEqual([expect.stringMatching(/^own: returned a promise/)])
  })

  test.each([
    ['a list of rows', validator({ weigh, spares: () => 7 }), 'returned spares 7'],
    ['yes or no', validator({ weigh, reveals: () => 'maybe' }), 'returned maybe; valid is true or false'],
  ])('are told where %s was wanted', (_, strategy, message) => {
    expect(faultsOf('validator', strategy)).toEqual([expect.stringContaining(message)])
  })

  test('do not begin for who only looks at a scenario, since one may hang', () => {
    let begun = 0
    const open = () => {
      begun++
      return { answer: () => ({ skill: 1 }) }
    }
    const strategies = new Map([['./own.ts', defineMiner({ description, params, open })]])
    const looked = scenario({ actors: [{ role: 'validator' }, { role: 'miner', count: 2, strategy: './own.ts' }] })
    openPlay({ scenario: looked, seed: 'x', strategies, stopped: beforeTheyBegin(looked.actors, strategies) })
    expect(begun).toBe(0)
    openPlay({ scenario: looked, seed: 'x', strategies })
    expect(begun).toBe(2)
  })

  test('change nothing of others by writing to what they are shown', () => {
    const scribbler = validator({
      weigh({ measured, network }: { measured: () => { uids: number[]; values: number[] }; network: NetworkView }) {
        const { uids, values } = measured()
        const shown = [network.incentive(), network.permits(), network.dividends(), network.weightsOf(1).values, uids]
        for (const list of shown as unknown as number[][]) list.fill(0)
        return { uids: [values.length], values: [Number.NaN] }
      },
    })
    const actors = (strategy: string) => [
      { name: 'validators', role: 'validator' as const, count: 3 },
      { name: 'miners', role: 'miner' as const, count: 3 },
      { name: 'own', role: 'validator' as const, strategy },
    ]
    const silent = validator({ weigh: () => undefined })
    const own = new Map([
      ['./scribbler.ts', scribbler],
      ['./silent.ts', silent],
    ])
    const [one, other] = ['./scribbler.ts', './silent.ts'].map(
      (strategy) => run({ actors: actors(strategy) }, own).members,
    )
    const others = (members = one) => members?.filter(({ group }) => group !== 'own')
    expect(others(one)).toEqual(others(other))
  })
})

test('an answer can be copied from any participant, and from nobody else', () => {
  const copying = (copied: number) => () => checkedShown({ skill: 0.5, copied }, 4)
  for (const index of [0, 3]) expect(copying(index)()).toEqual({ skill: 0.5, copied: index })
  for (const index of [-1, 4, 0.5, Number.NaN])
    expect(copying(index)).toThrow(expect.objectContaining({ code: 'bad-strategy' }))
})
