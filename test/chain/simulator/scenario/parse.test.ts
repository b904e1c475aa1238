import { beforeAll, describe, expect, test } from 'vitest'
import { parseScenario } from '../../../../chain/simulator/scenario/parse.ts'
import { SCENARIOS } from '../../../../chain/simulator/scenarios/registry.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)

const validators = { role: 'validator', count: 2 }
const valid = { actors: [validators] }

describe('a scenario', () => {
  test('needs only actors, and says everything once it is parsed', () => {
    const parsed = parseScenario(valid)
    expect(parsed).toMatchObject({ level: 'fast', epochs: 100, network: { tempo: 20, commitReveal: 'off' }, seeds: 1 })
    expect(parseScenario(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
  })

  test.each(Object.keys(SCENARIOS))('that is built in is valid: %s', (name) => {
    expect(parseScenario(SCENARIOS[name]).name).toBe(name)
  })

  test.each([
    ['an unknown field', { ...valid, epoch: 3 }, 'invalid-scenario', 'has no field epoch; did you mean epochs?'],
    [
      'an unknown field of the network',
      { ...valid, network: { tempos: 3 } },
      'invalid-scenario',
      'network has no field tempos; did you mean tempo?',
    ],
    [
      'an unknown field of a group',
      { actors: [{ ...validators, stakes: 3 }] },
      'invalid-scenario',
      'actors.0 has no field stakes; did you mean stake?',
    ],
    [
      'an unknown setting of the scoring',
      { ...valid, scoring: { skillflor: 0 } },
      'invalid-scenario',
      'did you mean skillFloor?',
    ],
    ['a value that is not valid', { ...valid, epochs: -1 }, 'invalid-scenario', 'epochs: '],
    [
      'a number of several forms',
      { actors: [{ ...validators, stake: { kind: 'even', from: 1, too: 2 } }] },
      'invalid-scenario',
      'actors.0.stake: valid is one of a number from 0, { kind: even, from, to }',
    ],
    ['a skill that is none', { actors: [{ role: 'miner', skill: { evn: 1 } }] }, 'invalid-scenario', 'found {"evn":1}'],
    ['a skill in per cent', { actors: [{ role: 'miner', skill: 60 }] }, 'invalid-scenario', 'from 0 to 1; found 60'],
    [
      'skills beyond 1',
      { actors: [{ role: 'miner', skill: { kind: 'even', from: 0.3, to: 1.3 } }] },
      'invalid-scenario',
      'actors.0.skill: a skill is a share',
    ],
    ['no actors', {}, 'invalid-scenario', 'actors: '],
    ['actors misspelt', { actor: [] }, 'invalid-scenario', 'did you mean actors?'],
    ['no scenario', 'hello', 'invalid-scenario', 'is no mapping of fields; needed are at least actors: '],
    ['an empty scenario', null, 'invalid-scenario', 'the scenario is empty; needed are'],
    [
      'an unknown strategy',
      { actors: [{ ...validators, strategy: 'honst' }] },
      'unknown-strategy',
      'did you mean honest?',
    ],
    [
      'a strategy of another role',
      { actors: [{ role: 'miner', strategy: 'weight-copier' }] },
      'unknown-strategy',
      'weight-copier is one of a validator',
    ],
    [
      'an unknown parameter',
      { actors: [{ ...validators, strategy: 'noisy', params: { sigm: 1 } }] },
      'unknown-parameter',
      'noisy (noisy validators) has no parameter sigm; did you mean sigma?',
    ],
    [
      'a parameter where there are none',
      { actors: [{ role: 'miner', params: { sigma: 1 } }] },
      'unknown-parameter',
      'it has none',
    ],
    [
      'a wrong value of a parameter',
      { actors: [{ ...validators, strategy: 'noisy', params: { sigma: 'much' } }] },
      'invalid-parameter',
      'sigma: ',
    ],
    [
      'an unknown hyperparameter',
      { ...valid, network: { hyperparameters: { kapa: 1 } } },
      'unknown-hyperparameter',
      'did you mean kappa?',
    ],
    ['an unknown mechanism', { ...valid, mechanism: 'glyfs' }, 'unknown-mechanism', 'valid are glyphs'],
  ])('refuses %s', (_, input, code, message) => {
    expect(() => parseScenario(input)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })
})
