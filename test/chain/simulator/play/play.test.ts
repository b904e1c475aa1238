import { beforeAll, describe, expect, test } from 'vitest'
import { gainOfPair, runPaired } from '../../../../chain/simulator/play/paired.ts'
import { openPlay } from '../../../../chain/simulator/play/play.ts'
import { type RunResult, runScenario } from '../../../../chain/simulator/play/run-scenario.ts'
import type { ScenarioInput } from '../../../../chain/simulator/scenario/schema.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { ofGroup, run, scenario, shareOf } from './support/small-run.ts'

beforeAll(cryptoReady)

describe('a run', () => {
  test('pays miners by their skill and validators by their stake, half each', () => {
    const result = run()
    const emissions = ofGroup(result, 'miners').map(({ emission }) => emission)
    expect(emissions).toEqual(emissions.toSorted((a, b) => a - b))
    expect(shareOf(result, 'validators')).toBeCloseTo(0.5, 3)
    expect(
      ofGroup(result, 'validators').every(({ rows, refused }) => rows === 35 && Object.keys(refused).length === 0),
    ).toBe(true)
    // One block gives one TAO, of which the owner has its cut.
    expect(result.emission).toBeGreaterThan(30 * 2 * 0.8)
    expect(result.emission).toBeLessThan(30 * 2)
  })

  test('is the same for the same seed, byte by byte, and another for another', () => {
    const text = (seed: string) => JSON.stringify(runScenario(scenario({ drift: 0.1 }), { seed }))
    expect(text('a')).toBe(text('a'))
    expect(text('a')).not.toBe(text('b'))
  })

  test('does not move one group by what another draws', () => {
    const actors = (strategy: string) => [
      {
        name: 'validators',
        role: 'validator' as const,
        count: 3,
        stake: { kind: 'normal' as const, mean: 10_000, deviation: 0.3 },
      },
      {
        name: 'others',
        role: 'miner' as const,
        count: 3,
        strategy,
        skill: { kind: 'normal' as const, mean: 0.5, deviation: 0.2 },
      },
      {
        name: 'miners',
        role: 'miner' as const,
        count: 3,
        skill: { kind: 'normal' as const, mean: 0.5, deviation: 0.2 },
      },
    ]
    const [one, other] = ['honest', 'noisy'].map((strategy) => run({ actors: actors(strategy) }))
    const skills = (result: RunResult) => ofGroup(result, 'miners').map(({ skill }) => skill)
    expect(skills(one!)).toEqual(skills(other!))
  })

  test('pays lazy miners less than honest ones of the same skill', () => {
    const result = run({
      actors: [
        { name: 'validators', role: 'validator', count: 4 },
        { name: 'honest', role: 'miner', count: 3, skill: 0.8 },
        { name: 'lazy', role: 'miner', count: 3, strategy: 'lazy', params: { effort: 0.5 }, skill: 0.8 },
        { name: 'absent', role: 'miner', count: 1, strategy: 'lazy', params: { presence: 0 }, skill: 0.8 },
      ],
    })
    expect(shareOf(result, 'lazy')).toBeLessThan(0.5 * shareOf(result, 'honest'))
    expect(shareOf(result, 'absent')).toBe(0)
  })

  test.each(['automatic', 'manual'] as const)(
    'reveals committed weights when their epoch comes: %s',
    (commitReveal) => {
      const direct = run({ noise: { sigma: 0 } })
      const hidden = run({ noise: { sigma: 0 }, warmup: 10, network: { tempo: 4, commitReveal, revealPeriod: 2 } })
      expect(ofGroup(hidden, 'validators').flatMap(({ refused }) => Object.keys(refused))).toEqual([])
      expect(shareOf(hidden, 'miners')).toBeCloseTo(shareOf(direct, 'miners'), 3)
    },
  )

  test('lets a copier that sees old weights fall behind when ranks move', () => {
    const copying = (commitReveal: 'off' | 'automatic') =>
      runPaired(
        scenario({
          epochs: 150,
          warmup: 20,
          drift: 0.3,
          noise: { kind: 'lognormal', sigma: 0.1 },
          scoring: { halfLifeRounds: 0.1, skillExponent: 1, skillFloor: 0 },
          network: { tempo: 2, commitReveal, revealPeriod: 4 },
          actors: [
            { name: 'validators', role: 'validator', count: 6 },
            { name: 'copier', role: 'validator', strategy: 'weight-copier', attacker: true },
            { name: 'miners', role: 'miner', count: 12, skill: { kind: 'even', from: 0.2, to: 0.9 } },
          ],
        }),
        { seed: 'copy' },
      )
    expect(gainOfPair(copying('off'))).toBeGreaterThan(1)
    expect(gainOfPair(copying('automatic'))).toBeLessThan(0.97)
  })
})

describe('scenarios that cannot be', () => {
  const open = (input: Partial<ScenarioInput>) => () => openPlay({ scenario: scenario(input), seed: 'x' })
  const validators = { name: 'validators', role: 'validator' as const, count: 2 }

  test.each([
    ['stakes that sum to zero', { actors: [{ ...validators, stake: 0 }] }, 'invalid-scenario', 'sum to 0 TAO'],
    [
      'more actors than uids',
      { network: { maxUids: 2 } },
      'too-many-actors',
      '10 participants with a uid and the owner do not fit 2 uids',
    ],
    ['more stake than there can be', { actors: [{ ...validators, stake: 1e9 }] }, 'invalid-scenario', 'at most'],
    [
      'shares above 1',
      {
        actors: [
          { ...validators, stake: { share: 0.7 } },
          { ...validators, name: 'b', stake: { share: 0.4 } },
        ],
      },
      'invalid-scenario',
      'sum to 1.100',
    ],
    [
      'two groups of one name',
      { actors: [validators, validators] },
      'invalid-scenario',
      'two groups are called validators',
    ],
    [
      'a value that no u16 holds',
      { network: { hyperparameters: { kappa: 70_000 } } },
      'impossible-hyperparameter',
      'kappa 70000',
    ],
    [
      'a value that the chain refuses',
      { network: { hyperparameters: { max_allowed_uids: 1 } } },
      'impossible-hyperparameter',
      'max_allowed_uids 1',
    ],
    [
      'a value of the wrong kind',
      { network: { hyperparameters: { yuma3_enabled: 'maybe' } } },
      'impossible-hyperparameter',
      'yuma3_enabled "maybe"',
    ],
    ['no epochs at all', { network: { hyperparameters: { tempo: 0 } } }, 'no-epoch', 'tempo is 0'],
  ] as const)('%s', (_, input, code, message) => {
    expect(open(structuredClone(input) as Partial<ScenarioInput>)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })
})
