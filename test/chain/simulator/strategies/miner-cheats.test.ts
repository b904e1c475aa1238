import { beforeAll, describe, expect, test } from 'vitest'
import { paidSkill } from '../../../../chain/simulator/play/paid-skill.ts'
import { runScenario } from '../../../../chain/simulator/play/run-scenario.ts'
import { type ScenarioInput, scenarioSchema } from '../../../../chain/simulator/scenario/schema.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)

type Group = ScenarioInput['actors'][number]
const HONEST: Group = { name: 'honest', role: 'miner', count: 3, skill: { kind: 'even', from: 0.4, to: 0.8 } }

/** Emission by name, of a subnet with two validators, three honest miners and others. */
function play(...others: readonly Group[]): ReadonlyMap<string, number> {
  const actors = [{ name: 'validators', role: 'validator', count: 2 } as const, HONEST, ...others]
  const scenario = scenarioSchema.parse({ epochs: 10, warmup: 3, network: { tempo: 2 }, noise: { sigma: 0 }, actors })
  const { members, faults } = runScenario(scenario, { seed: 'cheats' })
  expect(faults).toEqual([])
  return new Map(members.map(({ name, emission }) => [name, emission]))
}

const relay: Group = { name: 'relay', role: 'miner', strategy: 'relay', params: { victim: 'honest 3' }, skill: 0.6 }

describe('miners that cheat in a simulation as their processes do', () => {
  test('a relay with a permit earns nothing by answers of another miner', () => {
    const permitted = play({ ...relay, stake: 10 })
    expect(permitted.get('relay')).toBe(0)
    expect(permitted.get('honest 3')).toBeGreaterThan(0)
    const ofNobody = play({ ...relay, stake: 10, params: { victim: 'nobody' } })
    expect(ofNobody.get('relay')).toBeCloseTo(ofNobody.get('honest 2') ?? 0, 6)
  })

  test('a relay without stake works itself, until its pay gives it a permit', () => {
    const paid = play(relay)
    expect(paid.get('relay')).toBeGreaterThan(0)
    expect(paid.get('relay')).toBeLessThan((paid.get('honest 2') ?? 0) / 10)
  })

  test('a sybil is paid once, for the model of its first miner', () => {
    const paid = play({
      name: 'sybil',
      role: 'miner',
      strategy: 'sybil',
      count: 3,
      skill: { kind: 'even', from: 0.6, to: 0.9 },
    })
    expect(paid.get('sybil 1')).toBeCloseTo(paid.get('honest 2') ?? 0, 6)
    expect([paid.get('sybil 2'), paid.get('sybil 3')]).toEqual([0, 0])
  })

  test('the others of a sybil are paid when the first has no uid', () => {
    const group = { role: 'miner', strategy: 'sybil', skill: 0.6 } as const
    const paid = play({ ...group, name: 'sybil 1', registered: false }, { ...group, name: 'sybil', count: 1 })
    expect(paid.get('sybil')).toBeCloseTo(paid.get('honest 2') ?? 0, 6)
  })

  test('a cacher is paid for its own work, and a downgrade for none', () => {
    const miner = { role: 'miner', skill: 0.6 } as const
    const paid = play(
      { ...miner, name: 'cacher', strategy: 'cache' },
      { ...miner, name: 'liar', strategy: 'downgrade' },
    )
    expect(paid.get('cacher')).toBeCloseTo(paid.get('honest 2') ?? 0, 6)
    expect(paid.get('liar')).toBe(0)
  })
})

test('what is paid of a skill is what the own tasks show, and nothing of copies and failed proofs', () => {
  expect(paidSkill({ skill: 0.7 })).toBe(0.7)
  expect(paidSkill({ skill: 0.7, own: 0.2 })).toBe(0.2)
  expect(paidSkill({ skill: 0.7, own: 0.9 })).toBe(0.7)
  expect(paidSkill({ skill: 0.7, copied: 1 })).toBe(0)
  expect(paidSkill({ skill: 0.7, proof: 'failed' })).toBe(0)
  expect(paidSkill({ skill: undefined, own: 0.3 })).toBe(0)
})
