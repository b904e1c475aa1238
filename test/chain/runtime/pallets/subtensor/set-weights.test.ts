import { beforeAll, describe, expect, test } from 'vitest'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { miners, NETUID, owner, populatedHarness, TAO, validatorA } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

interface Attempt {
  who?: Uint8Array
  netuid?: number
  dests?: readonly number[]
  weights?: readonly number[]
  version_key?: bigint
}
/** Two miners weighted by validator A unless said otherwise. */
function attempt(h: PalletHarness, change: Attempt = {}): string {
  const { who = validatorA.hotkey, ...args } = change
  const defaults = { netuid: NETUID, dests: [3, 4], weights: [1, 2], version_key: 0n }
  return h.call(h.subtensor.calls.set_weights, who, { ...defaults, ...args })
}
const row = (h: PalletHarness, uid: number) => storage.Weights.get(h.state, NETUID, uid)

function permitted(): PalletHarness {
  const h = populatedHarness()
  storage.ValidatorPermit.put(h.state, [NETUID], [false, true, true, false, false, false])
  // Commit and reveal is the default of netuids that do not exist, too.
  for (const netuid of [0, 9]) storage.CommitRevealWeightsEnabled.put(h.state, [netuid], false)
  return h
}

describe('set_weights', () => {
  test('stores the row scaled so that the largest is 65535, in the order given, and notes the block', () => {
    const h = permitted()
    h.toBlock(7)
    h.clearEvents()
    expect(attempt(h, { dests: [4, 3, 5], weights: [2, 1, 0] })).toBe('ok')
    expect(row(h, 1)).toEqual({ columns: Uint16Array.of(4, 3, 5), values: Uint16Array.of(65_535, 32_768, 0) })
    expect(storage.LastUpdate.get(h.state, NETUID)[1]).toBe(7n)
    expect(h.events).toEqual([{ pallet: 'SubtensorModule', name: 'WeightsSet', data: [NETUID, 1] }])
  })

  test('replaces the old row', () => {
    const h = permitted()
    expect(attempt(h)).toBe('ok')
    expect(attempt(h, { dests: [5], weights: [9] })).toBe('ok')
    expect(row(h, 1)).toEqual({ columns: Uint16Array.of(5), values: Uint16Array.of(65_535) })
  })

  // Each case passes the checks before its own and fails many after it.
  const stranger = account(999)
  const failures: [name: string, change: Attempt, error: string][] = [
    ['root', { netuid: 0, who: stranger, dests: [1], weights: [] }, 'CanNotSetRootNetworkWeights'],
    ['lengths that differ', { netuid: 9, who: stranger, weights: [1] }, 'WeightVecNotEqualSize'],
    ['no such subnet', { netuid: 9, who: stranger }, 'MechanismDoesNotExist'],
    [
      'more uids than neurons',
      { who: stranger, dests: [1, 1, 1, 1, 1, 1, 1], weights: [1, 1, 1, 1, 1, 1, 1] },
      'UidsLengthExceedUidsInSubNet',
    ],
    ['a stranger', { who: stranger, dests: [9, 9] }, 'HotKeyNotRegisteredInSubNet'],
    ['a miner without permit', { who: miners[0]!.hotkey, dests: [9, 9] }, 'NeuronNoValidatorPermit'],
    ['a uid twice', { dests: [9, 9] }, 'DuplicateUids'],
    ['a uid that does not exist', { dests: [3, 6] }, 'UidVecContainInvalidOne'],
  ]
  test.each(failures)('refuses %s and changes nothing', (_, change, error) => {
    const h = permitted()
    const before = h.state.root(1)
    expect(attempt(h, change)).toBe(`SubtensorModule.${error}`)
    expect(h.state.root(1)).toEqual(before)
  })

  test('needs a hotkey as origin', () => {
    const h = permitted()
    expect(h.call(h.subtensor.calls.set_weights, 'root', { netuid: 2, dests: [], weights: [], version_key: 0n })).toBe(
      'BadOrigin',
    )
  })

  test('is closed while weights are committed and revealed, before any other check', () => {
    const h = permitted()
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], true)
    expect(attempt(h, { who: account(999), dests: [] })).toBe('SubtensorModule.CommitRevealEnabled')
    expect(attempt(h, { netuid: 8 })).toBe('SubtensorModule.CommitRevealEnabled')
  })

  test('asks for the stake threshold of everybody but the hotkey of the owner', () => {
    const h = permitted()
    storage.StakeThreshold.put(h.state, [], 1_000n * TAO)
    expect(attempt(h)).toBe('ok')
    storage.StakeThreshold.put(h.state, [], 1_000n * TAO + 1n)
    expect(attempt(h, { version_key: 0n })).toBe('SubtensorModule.NotEnoughStakeToSetWeights')
    expect(attempt(h, { who: owner.hotkey })).toBe('ok')
  })

  test('compares the version key', () => {
    const h = permitted()
    storage.WeightsVersionKey.put(h.state, [NETUID], 5n)
    expect(attempt(h, { version_key: 4n })).toBe('SubtensorModule.IncorrectWeightVersionKey')
    expect(attempt(h, { version_key: 5n })).toBe('ok')
    expect(attempt(h, { version_key: 6n })).toBe('ok')
  })

  test('keeps the rate limit, which also holds after registration', () => {
    const h = permitted()
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 3n)
    expect(attempt(h)).toBe('SubtensorModule.SettingWeightsTooFast')
    h.toBlock(4)
    expect(attempt(h)).toBe('ok')
    h.toBlock(6)
    expect(attempt(h)).toBe('SubtensorModule.SettingWeightsTooFast')
    h.toBlock(7)
    expect(attempt(h)).toBe('ok')
  })

  test('lets a neuron weight itself without permit and without length', () => {
    const h = permitted()
    storage.MinAllowedWeights.put(h.state, [NETUID], 3)
    expect(attempt(h, { who: miners[0]!.hotkey, dests: [3], weights: [0] })).toBe('ok')
    expect(row(h, 3)).toEqual({ columns: Uint16Array.of(3), values: Uint16Array.of(0) })
  })

  test('asks for as many weights as the subnet wants, at most one for each uid', () => {
    const h = permitted()
    storage.MinAllowedWeights.put(h.state, [NETUID], 3)
    expect(attempt(h)).toBe('SubtensorModule.WeightVecLengthIsLow')
    expect(attempt(h, { dests: [3, 4, 5], weights: [1, 1, 1] })).toBe('ok')
    storage.MinAllowedWeights.put(h.state, [NETUID], 1024)
    expect(attempt(h, { dests: [0, 1, 2, 3, 4, 5], weights: [0, 0, 0, 1, 1, 1] })).toBe('ok')
  })

  test('knows one mechanism until there are more', () => {
    const h = permitted()
    const set = (mecid: number) =>
      h.call(h.subtensor.calls.set_mechanism_weights, validatorA.hotkey, {
        netuid: NETUID,
        mecid,
        dests: [3],
        weights: [1],
        version_key: 0n,
      })
    expect(set(1)).toBe('SubtensorModule.MechanismDoesNotExist')
    expect(set(0)).toBe('ok')
    storage.MechanismCountCurrent.put(h.state, [NETUID], 2)
    storage.LastUpdate.put(h.state, [4096 + NETUID], [0n, 0n, 0n, 0n, 0n, 0n])
    expect(set(1)).toBe('ok')
    expect(storage.Weights.get(h.state, 4096 + NETUID, 1).columns).toEqual(Uint16Array.of(3))
  })
})
