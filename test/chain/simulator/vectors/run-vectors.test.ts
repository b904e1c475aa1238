import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runVectors } from '../../../../chain/simulator/vectors/run-vectors.ts'
import { isAppError } from '../../../../shared/errors.ts'
import { vectorItems } from './vector-items.ts'

const items = vectorItems()
const { inputs } = items.find(({ name }) => name.startsWith('epoch_owner_self_weight'))!
const n = Number(inputs.n)
const run = (changes: Readonly<Record<string, unknown>>) =>
  runVectors(JSON.stringify([{ name: 'one', inputs: { ...inputs, ...changes } }]))
const outputs = (changes: Readonly<Record<string, unknown>>) => JSON.parse(run(changes).json)[0].outputs

/** `inputs` with one field replaced by JSON text. */
function withText(field: string, text: string): string {
  const json = JSON.stringify([{ name: 'one', inputs: { ...inputs, [field]: '@' } }])
  return json.replace('"@"', text)
}

describe('runVectors', () => {
  it('takes integers as numbers and as decimal strings', () => {
    const asStrings = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
    )
    expect(outputs(asStrings)).toEqual(outputs({}))
  })

  it('keeps every rao of an emission beyond 2^53, however it is written', () => {
    const { rao_emission_str: _, ...rest } = inputs
    const text = JSON.stringify([{ name: 'one', inputs: { ...rest, rao_emission: '@' } }])
    const number = runVectors(text.replace('"@"', '18446744073709551615'))
    const string = runVectors(text.replace('@', '18446744073709551615'))
    expect(number).toEqual(string)
    expect(number.json).not.toEqual(runVectors(text.replace('"@"', '18446744073709550615')).json)
  })

  it('prefers the string copy to a number that some tool rounded', () => {
    const exact = outputs({ rao_emission_str: '9007199254740993' })
    expect(outputs({ rao_emission: '9007199254740992', rao_emission_str: '9007199254740993' })).toEqual(exact)
  })

  it('ignores fields that it does not know', () => {
    const text = JSON.stringify([{ name: 'one', inputs: { ...inputs, note: {} }, expected_exact: {}, source: 1 }])
    expect(runVectors(text)).toEqual(run({}))
  })

  it('has nothing to do for an empty list', () => {
    expect(runVectors('[]')).toEqual({ json: '[]\n', epochs: 0 })
  })
})

describe('runVectors on wrong items', () => {
  it.each<[string, unknown, string]>([
    ['no list', { name: 'one', inputs }, 'the input is an object; valid is a list'],
    ['a number for an item', [5], 'item 0 is 5'],
    ['an item without name', [{ inputs }], 'item 0: name is missing'],
    ['an item without inputs', [{ name: 'x' }], 'item 0 ("x"): inputs is missing'],
    [
      'the second item',
      [
        { name: 'x', inputs },
        { name: 'y', inputs: 1 },
      ],
      'item 1 ("y"): inputs is 1',
    ],
    ['inputs that are a list', [{ name: 'x', inputs: [] }], 'item 0 ("x"): inputs is a list of 0'],
  ])('names the place: %s', (_, value, place) => {
    expect(() => runVectors(JSON.stringify(value))).toThrow(
      expect.objectContaining({ code: 'invalid-vectors', message: expect.stringContaining(place) }),
    )
  })

  it.each(Object.keys(inputs))('names a missing field: %s', (field) => {
    const name = field === 'rao_emission_str' ? 'rao_emission' : field
    const pattern = new RegExp(`item 0 \\("one"\\): inputs\\.${name} is missing`)
    expect(() => run({ [field]: undefined })).toThrow(pattern)
  })

  it.each<[string, unknown, string]>([
    ['n', -1, 'inputs.n is -1'],
    ['n', 65_536, 'inputs.n is 65536'],
    ['n', 1.5, 'inputs.n is 1.5'],
    ['n', n + 1, `inputs.stake_i64f64_bits is a list of ${n}`],
    ['kappa', '0x10', 'inputs.kappa is "0x10"'],
    ['kappa', '', 'inputs.kappa is ""'],
    ['kappa', ' 1', 'inputs.kappa is " 1"'],
    ['kappa', true, 'inputs.kappa is true'],
    ['tempo', null, 'inputs.tempo is null'],
    ['yuma3_on', 1, 'inputs.yuma3_on is 1; valid is true or false'],
    ['owner_uid', 70_000, 'inputs.owner_uid is 70000'],
    ['last_update', [1, 'x'], 'inputs.last_update[1] is "x"'],
    ['last_update', 3, 'inputs.last_update is 3; valid is a list'],
    ['commit_blocks', [-1], 'inputs.commit_blocks[0] is -1'],
    ['validator_permits', [0], 'inputs.validator_permits[0] is 0'],
    ['weights', [[[0, 65_536]]], 'inputs.weights[0][0][1] is 65536'],
    ['weights', [[[0, 1, 2]]], 'inputs.weights[0][0] is a list of 3; valid is a pair'],
    ['weights', [[7]], 'inputs.weights[0][0] is 7'],
    ['bonds', [[], { 0: 1 }], 'inputs.bonds[1] is an object; valid is a list'],
    ['stake_i64f64_bits', ['-1'], 'inputs.stake_i64f64_bits[0] is "-1"'],
    ['alpha_sigmoid_steepness', 32_768, 'inputs.alpha_sigmoid_steepness is 32768'],
    ['min_stake', '18446744073709551616', 'inputs.min_stake is "18446744073709551616"'],
    ['rao_emission', 1, 'inputs.rao_emission is 1; valid is the amount of rao_emission_str'],
  ])('names %s when it is %j', (field, value, place) => {
    expect(() => run({ [field]: value })).toThrow(
      expect.objectContaining({ code: 'invalid-vectors', message: expect.stringContaining(place) }),
    )
  })

  it.each(['1e400', '1e20', '18446744073709551615.5', '9'.repeat(1000)])(
    'asks for a string where a number has lost digits: %.30s',
    (text) => {
      expect(() => runVectors(withText('rao_emission_str', text))).toThrow(/valid is a whole number/)
    },
  )

  it('says how many more errors there are', () => {
    expect(() => run({ kappa: -1, tempo: -1, n: -1 })).toThrow(/\(and 2 more such errors\)/)
  })
})

describe('runVectors at the edges', () => {
  const zeroes = Array.from({ length: n }, () => 0)

  it('takes n = 0 and tempo = 0', () => {
    expect(outputs({ n: 0, stake_i64f64_bits: [], last_update: [], weights: [], bonds: [] }).incentive).toEqual([])
    expect(outputs({ tempo: 0 }).incentive).toHaveLength(n)
  })

  it('pays nothing without stake', () => {
    expect(outputs({ stake_i64f64_bits: zeroes }).emission).toEqual(zeroes)
  })

  it('gives no incentive without weights', () => {
    expect(outputs({ weights: [], bonds: [] }).incentive).toEqual(zeroes)
    expect(outputs({ weights: zeroes.map(() => [[1, 0]]), bonds: [] }).incentive).toEqual(zeroes)
  })

  it('tolerates what the chain tolerates: rows longer than n, uids beyond n, surplus rows', () => {
    const [first = [], ...others] = Array.isArray(inputs.weights) ? inputs.weights : []
    const beyond = [...first, ...Array.from({ length: 50 }, (_, k) => [n + k, 65_535])]
    expect(outputs({ weights: [beyond, ...others, [[0, 5]], [[0, 5]]] })).toEqual(outputs({}))
  })

  it('answers or refuses, whatever a field holds', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.integer(), fc.bigInt(), fc.array(fc.array(fc.array(fc.integer()))))
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(inputs)), anything, (field, value) => {
        try {
          const { json } = run({ [field]: typeof value === 'bigint' ? value.toString() : value })
          expect(json).not.toMatch(/null|NaN/)
          JSON.parse(json)
        } catch (error) {
          expect(isAppError(error, 'invalid-vectors')).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
