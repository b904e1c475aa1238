import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { levelOf } from '../../../../../chain/simulator/play/levels.ts'
import { gainOfPair, playPaired } from '../../../../../chain/simulator/play/paired.ts'
import { playScenario, type RunResult, runScenario } from '../../../../../chain/simulator/play/run-scenario.ts'
import { parseScenario } from '../../../../../chain/simulator/scenario/parse.ts'
import type { ScenarioInput } from '../../../../../chain/simulator/scenario/schema.ts'
import {
  type AnyStrategy,
  defineMiner,
  type MinerBehaviour,
} from '../../../../../chain/simulator/strategies/strategy.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { spearman } from '../../../../../shared/spearman.ts'

beforeAll(cryptoReady)

const VALIDATORS = { name: 'validators', role: 'validator', count: 2 } as const
const HONEST = { name: 'honest', role: 'miner', count: 4, skill: { kind: 'even', from: 0.3, to: 0.8 } } as const
const cheat = (strategy: string, params: Readonly<Record<string, unknown>> = {}) =>
  ({ name: 'cheat', role: 'miner', strategy, params, skill: 0.45, attacker: true }) as const

const scenario = (input: Partial<ScenarioInput> = {}, own: ReadonlyMap<string, AnyStrategy> = new Map()) =>
  parseScenario(
    { level: 'full', epochs: 8, warmup: 4, items: 64, network: { tempo: 2 }, actors: [VALIDATORS, HONEST], ...input },
    own,
  )

async function play(input: Partial<ScenarioInput>, strategies: ReadonlyMap<string, AnyStrategy> = new Map()) {
  const of = scenario(input, strategies)
  return playScenario(of, { seed: 'full', strategies, openLevel: await levelOf(of, process.cwd()) })
}

async function pair(input: Partial<ScenarioInput>) {
  const of = scenario(input)
  return playPaired(of, { seed: 'full', openLevel: await levelOf(of, process.cwd()) })
}

const ofGroup = ({ members }: RunResult, name: string) => members.filter(({ group }) => group === name)
const correlation = (result: RunResult) => {
  const miners = ofGroup(result, 'honest')
  return spearman(
    miners.map(({ skill }) => skill),
    miners.map(({ emission }) => emission),
  )
}

describe('a scenario at the full level', () => {
  test.each(['glyphs', 'forecast', 'language', 'programs', 'retrieval'])(
    'pays honest miners by their skill and accuses none: %s',
    async (mechanism) => {
      const result = await play({ mechanism, epochs: 4, warmup: 3 })
      expect(correlation(result)).toBeGreaterThan(0.99)
      expect(ofGroup(result, 'honest').flatMap(({ findings }) => findings)).toEqual([])
      expect(result.faults).toEqual([])
    },
    60_000,
  )

  test('has models of the committed ladder answer, with the skill that they have', async () => {
    const result = await play({ answers: 'ladder', epochs: 4, warmup: 2, items: 96 })
    const skills = ofGroup(result, 'honest').map(({ skill }) => skill)
    expect(new Set(skills).size).toBe(4)
    expect(skills).not.toContain(0.3)
    expect(correlation(result)).toBeGreaterThan(0.99)
  })

  test('is harder for models of the ladder where the dial is higher', async () => {
    const skillAt = async (difficulty: number) => {
      const { members } = await play({ answers: 'ladder', epochs: 1, warmup: 0, items: 16, difficulty })
      return Math.max(...members.map(({ skill }) => skill))
    }
    expect(await skillAt(0.8)).toBeLessThan((await skillAt(0.1)) - 0.1)
  })

  test('is the same for the same seed, byte by byte', async () => {
    const text = async () => JSON.stringify(await play({ epochs: 3, drift: 0.1 }))
    expect(await text()).toBe(await text())
  })

  test('takes its time, which the way of the fast level does not', async () => {
    const of = scenario()
    const openLevel = await levelOf(of, process.cwd())
    expect(() => runScenario(of, { seed: 's', openLevel })).toThrow(/playScenario/)
  })
})

describe('miners that cheat at the full level', () => {
  test('gain nothing by a relay, and are found out', async () => {
    const relay = { ...cheat('relay', { victim: 'honest 4' }), stake: 100 }
    const { on } = await pair({ actors: [VALIDATORS, HONEST, relay] })
    expect(ofGroup(on, 'cheat')[0]).toMatchObject({ share: 0, findings: [expect.stringMatching(/duplicate|relay/)] })
  })

  test('gain nothing by many hotkeys of one model', async () => {
    const { on } = await pair({ actors: [VALIDATORS, HONEST, { ...cheat('sybil'), count: 3 }] })
    expect(ofGroup(on, 'cheat').filter(({ share }) => share > 0)).toHaveLength(1)
  })

  test('look up the tasks of a test set, and have nothing to look up where tasks are fresh', async () => {
    const gain = async (tasks: 'fixed' | 'fresh') =>
      gainOfPair(await pair({ round: { tasks }, actors: [VALIDATORS, HONEST, cheat('cache')] }))
    expect(await gain('fixed')).toBeGreaterThan(1.5)
    expect(await gain('fresh')).toBeCloseTo(1, 6)
  })

  test('copy late answers where none are committed first, and else have none that count', async () => {
    const gain = async (commitFirst: boolean) =>
      gainOfPair(
        await pair({
          round: { commitFirst },
          actors: [VALIDATORS, HONEST, cheat('late-copier', { victims: ['honest 3', 'honest 4'] })],
        }),
      )
    expect(await gain(false)).toBeGreaterThan(1)
    expect(await gain(true)).toBe(0)
  })

  test('lose by a model that they registered and do not run', async () => {
    const { on } = await pair({ items: 128, actors: [VALIDATORS, HONEST, cheat('downgrade')] })
    expect(ofGroup(on, 'cheat')[0]).toMatchObject({ share: 0, findings: expect.arrayContaining(['downgrade']) })
  })

  test.each(['late', 'offline', 'over-confident'])('earn nothing: %s', async (strategy) => {
    const { on } = await pair({ actors: [VALIDATORS, HONEST, cheat(strategy)] })
    expect(ofGroup(on, 'cheat')[0]?.share).toBe(0)
  })
})

describe('strategies that fail at the full level', () => {
  const params = z.strictObject({})
  const own = (work: () => ReturnType<NonNullable<MinerBehaviour['work']>>) =>
    new Map([
      ['./own.ts', defineMiner({ description: 'x', params, open: () => ({ answer: () => ({ skill: 0.5 }), work }) })],
    ])
  /** As a module without types may return it. */
  const nonsense = (value: unknown) => JSON.parse(JSON.stringify(value))
  const nonsenseOf = (value: unknown) => Object.assign(nonsense({}), { value }).value

  test.each([
    ['a number', () => nonsense(5), /valid is \{ rows \}/],
    ['null', () => nonsense(null), /valid is \{ rows \}/],
    ['a broken promise', () => nonsenseOf(Promise.reject(new Error('later'))), /a promise; valid is answers at once/],
    ['nothing for its tasks', () => nonsense({ rows: [] }), /./],
    [
      'an error',
      () => {
        throw new Error('no idea')
      },
      /no idea/,
    ],
  ])('lose their turn and leave the others alone: %s', async (_, work, message) => {
    const result = await play(
      {
        epochs: 2,
        warmup: 1,
        items: 32,
        actors: [VALIDATORS, HONEST, { name: 'own', role: 'miner', strategy: './own.ts' }],
      },
      own(work),
    )
    expect(result.faults).toEqual([expect.objectContaining({ who: 'own', message: expect.stringMatching(message) })])
    expect(ofGroup(result, 'own')[0]?.share).toBe(0)
    expect(correlation(result)).toBeGreaterThan(0.99)
  })
})

describe('what the full level cannot play', () => {
  test.each([
    [
      { level: 'fast', actors: [VALIDATORS, cheat('late-copier')] },
      'wrong-level',
      /set level: full, or use one of honest/,
    ],
    [{ mechanism: 'labelled' }, 'unknown-mechanism', /valid are glyphs, forecast/],
    [{ mechanism: './mine.ts', answers: 'ladder' }, 'unknown-mechanism', /no committed models/],
    [{ answers: 'ladder', drift: 0.1 }, 'invalid-scenario', /valid is 0/],
    [{ difficulty: 2 }, 'invalid-scenario', /difficulty: .*found 2/],
  ] satisfies [Partial<ScenarioInput>, string, RegExp][])(
    'is refused with what is valid: %j',
    (input, code, message) => {
      expect(() => scenario(input)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
    },
  )
})
