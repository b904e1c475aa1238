import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runEpoch } from '../../../chain/yuma/epoch.ts'
import type { EpochInput } from '../../../chain/yuma/epoch-input.ts'
import { parseEpochInput } from '../../../chain/yuma/parse-epoch-input.ts'
import { epochInput } from '../../support/yuma-arbitraries.ts'
import { denseEpoch } from '../../support/yuma-dense.ts'

const valid = denseEpoch({ validators: 2, miners: 2 })
const refusal = (field: string) => expect.objectContaining({ code: 'invalid-epoch-input', context: { field } })
const rowOf = (columns: unknown, values: unknown) => [{ columns, values }]

const bad: [field: keyof EpochInput, value: unknown, where?: string][] = [
  ['n', -1],
  ['n', 1.5],
  ['n', 65_536],
  ['n', Number.NaN],
  ['n', '4'],
  ['n', undefined],
  ['totalStake', [1n, 2n]],
  ['totalStake', [1n, 2n, 3n, -1n], 'totalStake[3]'],
  ['totalStake', [1n, 2n, 3n, 1n << 127n], 'totalStake[3]'],
  ['totalStake', [1n, 2n, 3n, 4], 'totalStake[3]'],
  ['totalStake', 'stake'],
  ['currentBlock', -1],
  ['currentBlock', Number.POSITIVE_INFINITY],
  ['tempo', 65_536],
  ['activityCutoff', undefined],
  ['lastUpdate', [1, -1], 'lastUpdate[1]'],
  ['lastUpdate', new Array(2), 'lastUpdate[0]'],
  ['blockAtRegistration', [Number.NaN], 'blockAtRegistration[0]'],
  ['minStake', -1n],
  ['minStake', 0],
  ['ownerUid', null],
  ['ownerUid', -1],
  ['validatorPermits', [1], 'validatorPermits[0]'],
  ['maxAllowedValidators', -1],
  ['weights', null],
  ['weights', [[[0, 1]]], 'weights[0]'],
  ['weights', rowOf(Uint16Array.of(1), Uint16Array.of(1, 2)), 'weights[0]'],
  ['weights', rowOf([1], [2]), 'weights[0]'],
  ['bonds', rowOf(Uint16Array.of(1), undefined), 'bonds[0]'],
  ['commitRevealEnabled', 1],
  ['commitBlocks', [null], 'commitBlocks[0]'],
  ['kappa', 65_536],
  ['bondsPenalty', -1],
  ['bondsMovingAverage', 900_000],
  ['bondsMovingAverage', 1n << 64n],
  ['yuma3On', undefined],
  ['liquidAlphaOn', 'yes'],
  ['alphaLow', 0.5],
  ['alphaHigh', 70_000],
  ['alphaSigmoidSteepness', 32_768],
  ['lastMechanismStepBlock', -5],
  ['raoEmission', -1n],
  ['raoEmission', 1n << 64n],
  ['raoEmission', 5],
]

describe('parseEpochInput', () => {
  it('passes what is valid', () => {
    expect(parseEpochInput(valid)).toEqual(valid)
    fc.assert(
      fc.property(epochInput(true), (input) => {
        expect(parseEpochInput(input)).toEqual(input)
      }),
    )
  })

  it.each(bad)('refuses %s = %s', (field, value, where = field) => {
    expect(() => parseEpochInput({ ...valid, [field]: value })).toThrow(refusal(where))
  })

  it.each([undefined, null, 7, 'epoch'])('refuses %s as a whole', (input) => {
    expect(() => parseEpochInput(input)).toThrow(refusal('as a whole'))
  })

  it.each(Object.keys(valid).filter((field) => field !== 'ownerUid'))('misses %s', (field) => {
    const input = Object.fromEntries(Object.entries(valid).filter(([name]) => name !== field))
    expect(() => parseEpochInput(input)).toThrow(refusal(field))
  })

  it('stands at the door of runEpoch', () => {
    expect(() => runEpoch({ ...valid, totalStake: [] })).toThrow(refusal('totalStake'))
  })

  it('says what was found and what is valid', () => {
    expect(() => parseEpochInput({ ...valid, kappa: 70_000 })).toThrow(
      'epoch input kappa is 70000; valid is a whole number from 0 to 65535',
    )
  })

  it('lets pass what the chain tolerates', () => {
    const long = { columns: Uint16Array.from({ length: 9 }, (_, k) => k * 9), values: new Uint16Array(9).fill(7) }
    const tolerated = { ...valid, weights: [long, long, long, long, long], bonds: [], ownerUid: 900, tempo: 0 }
    const output = runEpoch({ ...tolerated, lastUpdate: [990], validatorPermits: [true], blockAtRegistration: [] })
    expect(output.incentive).toHaveLength(4)
    expect(output.validatorTrust).toHaveLength(4)
  })
})
