import { beforeAll, describe, expect, test } from 'vitest'
import { createReport } from '../../../chain/devnet/report.ts'
import type { NeuronFacts } from '../../../chain/devnet/table.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { fakeNeuron, fakeObservation } from './fake-observation.ts'

beforeAll(cryptoReady)

const issuance = { balances: 2n ** 60n, stake: 5n, pending: 1n, issuance: 2n ** 60n + 6n }
const facts = (role: NeuronFacts['role'], model?: string): NeuronFacts => ({
  role,
  model,
  score: 0.5,
  trouble: undefined,
})

function reportOf(skills: readonly (number | undefined)[], emissions: readonly bigint[]) {
  const miners = emissions.map((totalEmissionRao, i) => fakeNeuron(i + 1, { totalEmissionRao }))
  const validator = fakeNeuron(0, { validatorTrust: 65_535, totalEmissionRao: 10n ** 12n })
  return createReport({
    observation: fakeObservation([validator, ...miners]),
    facts: new Map([
      [validator.hotkey, facts('validator')],
      ...miners.map(
        ({ hotkey }, i) => [hotkey, facts('miner', skills[i] === undefined ? undefined : `m${i}`)] as const,
      ),
    ]),
    skills: new Map(miners.flatMap(({ hotkey }, i) => (skills[i] === undefined ? [] : [[hotkey, skills[i]] as const]))),
    stateRoot: '0xab',
    issuance,
    durationMs: 1234,
  })
}

describe('report', () => {
  test('miners paid in the order of their skill correlate fully; validators do not count', () => {
    expect(reportOf([0.4, 0.6, 0.9], [1n, 2n, 3n]).rankCorrelation).toBe(1)
  })

  test('miners paid in the opposite order correlate inversely', () => {
    expect(reportOf([0.4, 0.6, 0.9], [3n, 2n, 1n]).rankCorrelation).toBe(-1)
  })

  test('a miner without a model counts as skill 0 and is null in its row', () => {
    const report = reportOf([undefined, 0.6, 0.9], [0n, 2n, 3n])
    expect(report.rankCorrelation).toBe(1)
    expect(report.neurons[1]).toMatchObject({ skill: null, model: null, emissionRao: '0' })
  })

  test('nothing paid means no correlation, not a wrong one', () => {
    expect(reportOf([0.4, 0.6], [0n, 0n]).rankCorrelation).toBeNull()
  })

  test('amounts are exact decimal strings and shares are of 1', () => {
    const report = reportOf([0.4], [7n])
    expect(report.chain).toMatchObject({
      blocks: 120,
      epochs: 3,
      stateRoot: '0xab',
      totalIssuanceRao: (2n ** 60n + 6n).toString(),
    })
    expect(report.neurons[0]).toMatchObject({ role: 'validator', validatorTrust: 1, emissionRao: '1000000000000' })
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })
})
