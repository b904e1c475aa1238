import { beforeAll, describe, expect, test } from 'vitest'
import type { AnyCall } from '../../../../../chain/frame/call.ts'
import { adminUtils } from '../../../../../chain/runtime/pallets/admin-utils/index.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { NETUID, owner, populatedHarness, validatorA } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const calls: Readonly<Record<string, AnyCall>> = adminUtils.calls
const set = (
  h: PalletHarness,
  name: string,
  args: Readonly<Record<string, unknown>>,
  who: Uint8Array | 'root' = 'root',
) => h.call(calls[name]!, who, args)
const count = (h: PalletHarness, mechanisms: number, who?: Uint8Array) =>
  set(h, 'sudo_set_mechanism_count', { netuid: NETUID, mechanism_count: mechanisms }, who)
const split = (h: PalletHarness, shares: readonly number[] | undefined) =>
  set(h, 'sudo_set_mechanism_emission_split', { netuid: NETUID, maybe_split: shares })
const maxUids = (h: PalletHarness, uids: number) =>
  set(h, 'sudo_set_max_allowed_uids', { netuid: NETUID, max_allowed_uids: uids })

/** A populated subnet with two mechanisms of up to 128 uids, validators with permits, and no freeze. */
function twoMechanisms(): PalletHarness {
  const h = populatedHarness({ newSubnetTempo: 10 })
  storage.AdminFreezeWindow.put(h.state, [], 0)
  expect(maxUids(h, 128)).toBe('ok')
  expect(count(h, 2)).toBe('ok')
  storage.ValidatorPermit.put(h.state, [NETUID], [false, true, true, false, false, false])
  return h
}
const setWeights = (h: PalletHarness, mecid: number, dests: number[], weights: number[]) =>
  h.call(h.subtensor.calls.set_mechanism_weights, validatorA.hotkey, {
    netuid: NETUID,
    mecid,
    dests,
    weights,
    version_key: 0n,
  })
function toNextEpoch(h: PalletHarness) {
  const index = storage.SubnetEpochIndex.get(h.state, NETUID)
  while (storage.SubnetEpochIndex.get(h.state, NETUID) === index) h.nextBlock()
}
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

describe('the number of mechanisms', () => {
  test.each([
    [0, 'InvalidValue'],
    [3, 'InvalidValue'],
    [255, 'InvalidValue'],
    [2, 'TooManyUIDsPerMechanism'],
  ])('cannot be %i: %s', (mechanisms, error) => {
    const h = populatedHarness()
    storage.AdminFreezeWindow.put(h.state, [], 0)
    const before = h.state.root(1)
    expect(count(h, mechanisms)).toBe(`SubtensorModule.${error}`)
    expect(h.state.root(1)).toEqual(before)
  })

  test('leaves room for uids, and uids leave room for it', () => {
    const h = twoMechanisms()
    expect(maxUids(h, 129)).toBe('SubtensorModule.TooManyUIDsPerMechanism')
    expect(set(h, 'sudo_set_max_mechanism_count', { max_mechanism_count: 4 })).toBe('ok')
    expect(count(h, 3)).toBe('SubtensorModule.TooManyUIDsPerMechanism')
    expect(maxUids(h, 64)).toBe('ok')
    expect(count(h, 4)).toBe('ok')
  })

  test('may be changed by the owner as often as it likes', () => {
    const h = twoMechanisms()
    expect(count(h, 1, owner.coldkey)).toBe('ok')
    expect(count(h, 2, owner.coldkey)).toBe('ok')
    expect(storage.TransactionKeyLastBlock.get(h.state, owner.coldkey, NETUID, 7)).toBe(BigInt(h.block()))
  })

  test('forgets what belonged to mechanisms that are no more, and the split', () => {
    const h = twoMechanisms()
    const index = 4096 + NETUID
    expect(setWeights(h, 0, [3], [1])).toBe('ok')
    expect(setWeights(h, 1, [4], [1])).toBe('ok')
    expect(split(h, [60_000, 5_535])).toBe('ok')
    storage.WeightCommits.put(h.state, [index, account(1)], [[new Uint8Array(32), 0n, 0n, 0n]])
    storage.TimelockedWeightCommits.put(h.state, [index, 1n], [[account(1), 0n, new Uint8Array(), 0n]])
    toNextEpoch(h)
    expect(storage.Incentive.get(h.state, index)).not.toEqual([])
    expect(count(h, 1)).toBe('ok')
    const items = [storage.Weights, storage.Bonds, storage.WeightCommits, storage.TimelockedWeightCommits]
    for (const item of items) expect([...item.entries(h.state, index)]).toEqual([])
    expect(storage.Incentive.has(h.state, index)).toBe(false)
    expect(storage.LastUpdate.has(h.state, index)).toBe(false)
    expect(storage.MechanismEmissionSplit.get(h.state, NETUID)).toBeUndefined()
    expect(storage.Weights.get(h.state, NETUID, 1).columns).toHaveLength(1)
  })

  test('falls on every subnet with the most that there may be', () => {
    const h = twoMechanisms()
    for (const most of [0, 17])
      expect(set(h, 'sudo_set_max_mechanism_count', { max_mechanism_count: most })).toBe('SubtensorModule.InvalidValue')
    expect(set(h, 'sudo_set_max_mechanism_count', { max_mechanism_count: 1 })).toBe('ok')
    expect(storage.MechanismCountCurrent.get(h.state, NETUID)).toBe(1)
  })
})

describe('the split of emission', () => {
  test.each([[[]], [[65_534]], [[65_535, 1]], [[1, 1, 65_533]]])('cannot be %j', (shares) => {
    const h = twoMechanisms()
    expect(split(h, shares)).toBe('SubtensorModule.InvalidValue')
  })

  test('decides what each mechanism steers', () => {
    const h = twoMechanisms()
    h.nextBlock()
    expect(setWeights(h, 0, [3], [1])).toBe('ok')
    expect(setWeights(h, 1, [4], [1])).toBe('ok')
    toNextEpoch(h)
    h.toBlock(h.block() + 1)
    expect(storage.Incentive.get(h.state, NETUID)).toEqual([0, 0, 0, 65_535, 0, 0])
    expect(storage.Incentive.get(h.state, 4096 + NETUID)).toEqual([0, 0, 0, 0, 65_535, 0])
    const emission = () => storage.Emission.get(h.state, NETUID)
    expect(emission()[3]).toBe(emission()[4])

    // A quarter and three quarters: the aggregate weights each share by itself once more.
    expect(split(h, [16_384, 49_151])).toBe('ok')
    toNextEpoch(h)
    const [third, fourth] = emission().slice(3)
    expect(Number(fourth) / Number(third)).toBeCloseTo(9, 2)
    expect(sum(emission())).toBeGreaterThan(0n)
    expect(split(h, undefined)).toBe('ok')
    expect(storage.MechanismEmissionSplit.get(h.state, NETUID)).toBeUndefined()
  })
})

describe('the version key', () => {
  test('is changed once in five tempos by the owner', () => {
    const h = populatedHarness({ newSubnetTempo: 10 })
    storage.AdminFreezeWindow.put(h.state, [], 0)
    const change = (key: bigint, who: Uint8Array | 'root' = owner.coldkey) =>
      set(h, 'sudo_set_weights_version_key', { netuid: NETUID, weights_version_key: key }, who)
    h.toBlock(5)
    expect(change(1n)).toBe('ok')
    h.toBlock(54)
    expect(change(2n)).toBe('SubtensorModule.TxRateLimitExceeded')
    expect(change(3n, 'root')).toBe('ok')
    expect(change(2n)).toBe('SubtensorModule.TxRateLimitExceeded')
    h.toBlock(55)
    expect(change(2n)).toBe('ok')
    expect(storage.WeightsVersionKey.get(h.state, NETUID)).toBe(2n)
  })
})

describe('the reveal period', () => {
  test.each([
    [0n, 'SubtensorModule.RevealPeriodTooSmall'],
    [1n, 'ok'],
    [100n, 'ok'],
    [101n, 'SubtensorModule.RevealPeriodTooLarge'],
  ])('of %i epochs: %s', (interval, outcome) => {
    const h = populatedHarness()
    storage.AdminFreezeWindow.put(h.state, [], 0)
    expect(set(h, 'sudo_set_commit_reveal_weights_interval', { netuid: NETUID, interval })).toBe(outcome)
  })
})
