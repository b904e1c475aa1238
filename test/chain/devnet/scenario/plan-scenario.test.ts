import { describe, expect, test } from 'vitest'
import { needsProofs, planScenario, processName } from '../../../../chain/devnet/scenario/plan-scenario.ts'
import { castOf } from '../../../../chain/simulator/scenario/cast.ts'
import { loadScenario } from '../../../../chain/simulator/scenario/load.ts'
import { type ScenarioInput, scenarioSchema } from '../../../../chain/simulator/scenario/schema.ts'
import { createRng } from '../../../../shared/rng.ts'

const models = [0.2, 0.4, 0.6, 0.8].map((skill, i) => ({ name: `m${i + 1}`, file: `/m${i + 1}.onnx`, skill }))
const castFor = (actors: ScenarioInput['actors']) =>
  castOf(scenarioSchema.parse({ actors }), createRng(new Uint8Array(32)))
const validator = { name: 'validator', role: 'validator', stake: 100 } as const

describe('processes of a scenario', () => {
  test('each honest miner serves the nearest model that no better match has', () => {
    const plans = planScenario(
      castFor([
        validator,
        { name: 'b', role: 'miner', skill: 0.65 },
        { name: 'a', role: 'miner', skill: 0.59 },
        { name: 'late', role: 'miner', strategy: 'late', skill: 0.9 },
        { name: 'guesser', role: 'miner', strategy: 'random' },
        { name: 'nobody', role: 'miner', strategy: 'offline' },
      ]),
      models,
    )
    const served = plans.map(({ plan, skill }) => [plan.role === 'miner' ? plan.serves.tag : plan.role, skill])
    expect(served).toEqual([
      ['validator', undefined],
      ['model', 0.4],
      ['model', 0.6],
      ['model', 0.8],
      ['random', undefined],
      ['offline', undefined],
    ])
    expect(plans[3]?.plan).toMatchObject({ cheat: { tag: 'late' } })
    expect(plans[0]?.plan).toMatchObject({ stakeRao: 100_000_000_000n })
  })

  test('cheats serve models of their own, those of a sybil one together, and are told whom they cheat', () => {
    const plans = planScenario(
      castFor([
        validator,
        { name: 'honest', role: 'miner', skill: 0.8 },
        { name: 'relay', role: 'miner', strategy: 'relay', params: { victim: 'honest' }, stake: 10, skill: 0.1 },
        { name: 'sybil', role: 'miner', strategy: 'sybil', count: 3, skill: 0.4 },
        { name: 'downgrade', role: 'miner', strategy: 'downgrade', skill: 0.6 },
      ]),
      models,
    ).slice(1)
    expect(plans.map(({ skill }) => skill)).toEqual([0.8, 0.2, 0.4, 0.4, 0.4, 0.6])
    expect(plans.map(({ plan }) => plan.role === 'miner' && plan.cheat)).toEqual([
      undefined,
      { tag: 'relay', victim: 'honest', stakeRao: 10_000_000_000n },
      ...[{ tag: 'sybil' }, { tag: 'sybil' }, { tag: 'sybil' }],
      { tag: 'downgrade', claims: '/m4.onnx' },
    ])
  })

  test('proofs matter where somebody registers a model that it does not run', () => {
    const played = (strategy: string) => needsProofs(castFor([validator, { role: 'miner', strategy }]))
    expect([played('downgrade'), played('honest')]).toEqual([true, false])
  })

  test('the built-in scenarios for processes can be played by them', async () => {
    const ladder = Array.from({ length: 6 }, (_, i) => ({ name: `m${i}`, file: `/m${i}`, skill: 0.27 + 0.12 * i }))
    for (const name of ['ladder', 'favoured-friend', 'cheats']) {
      const { scenario } = await loadScenario(name)
      const plans = planScenario(castOf(scenario, createRng(new Uint8Array(32))), ladder)
      const files = plans.flatMap(({ plan }) =>
        plan.role === 'miner' && plan.serves.tag === 'model' ? plan.serves.file : [],
      )
      const sybils = plans.filter(({ member }) => member.strategy === 'sybil').length
      expect(new Set(files).size, name).toBe(files.length - Math.max(0, sybils - 1))
    }
  })

  test('a validator favours the miner that it names', () => {
    const actors = (friend: string): ScenarioInput['actors'] => [
      { ...validator, strategy: 'favouring', params: { friend } },
      { name: 'honest miner', role: 'miner', count: 2 },
    ]
    expect(planScenario(castFor(actors('honest miner 2')), models)[0]?.plan).toMatchObject({
      favours: processName('honest miner 2'),
    })
    expect(() => planScenario(castFor(actors('honest 2')), models)).toThrow(/honest miner 1, honest miner 2/)
  })

  test('a validator copies what others show, as processes can', () => {
    const copier = (params: Readonly<Record<string, unknown>>): ScenarioInput['actors'] => [
      validator,
      { role: 'validator', strategy: 'weight-copier', stake: 7, params },
    ]
    const plans = planScenario(castFor(copier({ lag: 0 })), models).map(({ plan }) => plan)
    expect(plans).toMatchObject([{ stakeRao: 100_000_000_000n }, { copies: true, stakeRao: 7_000_000_000n }])
    expect(plans[0]).not.toHaveProperty('copies')
    expect(() => planScenario(castFor(copier({ lag: 2 })), models)).toThrow(/lag 2 .* valid is lag 0/)
    expect(() => planScenario(castFor(copier({}).slice(1)), models)).toThrow(/a validator that measures/)
  })

  test.each<[string, ScenarioInput['actors'], string, RegExp]>([
    [
      'another strategy',
      [validator, { role: 'miner', strategy: 'lazy' }],
      'no-process',
      /honest, random, late, offline, relay, cache, sybil, downgrade/,
    ],
    [
      'a relay that nobody answers',
      [validator, { name: 'm', role: 'miner' }, { role: 'miner', strategy: 'relay', params: { victim: 'm' } }],
      'no-process',
      /without stake/,
    ],
    [
      'a relay of nobody',
      [validator, { name: 'm', role: 'miner' }, { role: 'miner', strategy: 'relay', params: { victim: 'x' } }],
      'no-process',
      /no miner is called x; there are m, relay miners/,
    ],
    ['a player of the chain', [validator, { role: 'chain', strategy: 'idle' }], 'no-process', /simulator alone/],
    ['who begins without uid', [validator, { role: 'miner', registered: false }], 'no-process', /no uid/],
    [
      'two with one folder',
      [validator, { role: 'miner', name: 'a b' }, { role: 'miner', name: 'a-b' }],
      'no-process',
      /files of a-b/,
    ],
    ['more miners than models', [validator, { role: 'miner', count: 5 }], 'too-few-models', /5 miners .* 4/],
  ])('refuses %s, naming what can be', (_, actors, code, message) => {
    const run = () => planScenario(castFor(actors), models)
    expect(run).toThrow(message)
    expect(run).toThrow(expect.objectContaining({ code }))
  })
})
