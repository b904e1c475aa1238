import { beforeAll, describe, expect, test } from 'vitest'
import type { AnyCall } from '../../../../../chain/frame/call.ts'
import { adminUtils } from '../../../../../chain/runtime/pallets/admin-utils/index.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import type { PalletHarness } from '../../../../support/pallet-harness.ts'
import { NETUID as n, owner, subnetHarness, TAO, validatorA } from '../../../../support/subnet-builder.ts'
import { economyFrozen, economyGlobalCases, economyOwnerCases, economyRootCases } from './economy-cases.ts'
import { globalCases as g, ownerCases as o, rootCases as r, type SettingCase } from './setting-cases.ts'

beforeAll(cryptoReady)

const ownerCases = [...o, ...economyOwnerCases]
const rootCases = [...r, ...economyRootCases]
const globalCases = [...g, ...economyGlobalCases]
const calls: Readonly<Record<string, AnyCall>> = adminUtils.calls
type Caller = Uint8Array | 'root'

function set(h: PalletHarness, name: string, who: Caller, args: Readonly<Record<string, unknown>>): string {
  const call = calls[name]
  if (call === undefined) throw new Error(`no call ${name}`)
  return h.call(call, who, args)
}

/** A subnet whose hyperparameters can change at any time. */
function thawed(): PalletHarness {
  const h = subnetHarness({ newSubnetTempo: 100 })
  storage.AdminFreezeWindow.put(h.state, [], 0)
  h.toBlock(300)
  h.clearEvents()
  return h
}

const FROZEN = [
  'sudo_set_max_allowed_validators',
  'sudo_set_tempo',
  ...economyFrozen,
  ...ownerCases.map(({ name }) => name),
]

function expectSet(h: PalletHarness, { read, value, event }: SettingCase) {
  expect(read(h)).toEqual(value)
  const told = h.events.map(({ pallet, name, data }) => [`${pallet}.${name}`, data])
  expect(told).toEqual(event === undefined ? [] : [event])
}

test('the cases below are all calls of the pallet', () => {
  const tested = [...ownerCases, ...rootCases, ...globalCases].map(({ name }) => name)
  // These are no plain values and have tests of their own.
  tested.push('sudo_set_alpha_values', 'sudo_set_subnet_owner_hotkey', 'sudo_set_sn_owner_hotkey')
  tested.push('sudo_trim_to_max_allowed_uids')
  expect(tested.sort()).toEqual(Object.keys(calls).sort())
})

describe('settings of a subnet', () => {
  test.each(ownerCases)('$name is for owner and root', (given) => {
    for (const who of [owner.coldkey, 'root'] as const) {
      const h = thawed()
      expect(set(h, given.name, who, { netuid: n, [given.argument]: given.value })).toBe('ok')
      expectSet(h, given)
    }
    const h = thawed()
    expect(set(h, given.name, validatorA.coldkey, { netuid: n, [given.argument]: given.value })).toBe('BadOrigin')
  })

  test.each(rootCases)('$name is for root', (given) => {
    const h = thawed()
    const args = { netuid: n, [given.argument]: given.value }
    expect(set(h, given.name, owner.coldkey, args)).toBe('BadOrigin')
    expect(set(h, given.name, 'root', args)).toBe('ok')
    expectSet(h, given)
  })

  test.each([...ownerCases, ...rootCases])('$name needs a subnet that exists', ({ name, argument, value }) => {
    expect(set(thawed(), name, 'root', { netuid: 9, [argument]: value })).toBe('AdminUtils.SubnetDoesNotExist')
  })

  test.each([...ownerCases, ...rootCases])('$name before an epoch', ({ name, argument, value }) => {
    const h = thawed()
    storage.AdminFreezeWindow.put(h.state, [], 10)
    // In block 300, 9 blocks are left to an epoch 100 blocks after 209, and 10 after 210.
    storage.LastEpochBlock.put(h.state, [n], 209n)
    const args = { netuid: n, [argument]: value }
    const outcome = set(h, name, 'root', args)
    if (FROZEN.includes(name)) expect(outcome).toBe('SubtensorModule.AdminActionProhibitedDuringWeightsWindow')
    else expect(outcome).toBe('ok')
    storage.LastEpochBlock.put(h.state, [n], 210n)
    expect(set(h, name, 'root', args)).toBe('ok')
  })

  test('stand still while an epoch was asked for', () => {
    const h = thawed()
    storage.PendingEpochAt.put(h.state, [n], 305n)
    expect(set(h, 'sudo_set_immunity_period', 'root', { netuid: n, immunity_period: 1 })).toBe(
      'SubtensorModule.AdminActionProhibitedDuringWeightsWindow',
    )
  })

  test('change once in two tempos each by the owner, as often as it likes by root', () => {
    const h = thawed()
    const immunity = (who: Caller) => set(h, 'sudo_set_immunity_period', who, { netuid: n, immunity_period: 1 })
    expect(immunity(owner.coldkey)).toBe('ok')
    expect(immunity(owner.coldkey)).toBe('SubtensorModule.TxRateLimitExceeded')
    expect(immunity('root')).toBe('ok')
    expect(set(h, 'sudo_set_min_allowed_weights', owner.coldkey, { netuid: n, min_allowed_weights: 1 })).toBe('ok')
    h.toBlock(499)
    expect(immunity(owner.coldkey)).toBe('SubtensorModule.TxRateLimitExceeded')
    h.toBlock(500)
    expect(immunity(owner.coldkey)).toBe('ok')
  })

  test('a new tempo starts anew', () => {
    const h = thawed()
    expect(set(h, 'sudo_set_tempo', 'root', { netuid: n, tempo: 7 })).toBe('ok')
    expect(storage.LastEpochBlock.get(h.state, n)).toBe(300n)
    const index = storage.SubnetEpochIndex.get(h.state, n)
    h.toBlock(306)
    expect(storage.SubnetEpochIndex.get(h.state, n)).toBe(index)
    h.toBlock(307)
    expect(storage.SubnetEpochIndex.get(h.state, n)).toBe(index + 1n)
  })
})

describe('bounds', () => {
  const cases: [string, string, unknown, string][] = [
    ['sudo_set_max_allowed_uids', 'max_allowed_uids', 63, 'AdminUtils.MaxAllowedUidsLessThanMinAllowedUids'],
    ['sudo_set_max_allowed_uids', 'max_allowed_uids', 257, 'AdminUtils.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids'],
    ['sudo_set_max_allowed_validators', 'max_allowed_validators', 257, 'AdminUtils.MaxValidatorsLargerThanMaxUIds'],
    ['sudo_set_min_burn', 'min_burn', TAO, 'AdminUtils.ValueNotInBounds'],
    ['sudo_set_max_burn', 'max_burn', TAO / 10n, 'AdminUtils.ValueNotInBounds'],
    ['sudo_set_activity_cutoff', 'activity_cutoff', 359, 'SubtensorModule.ActivityCutoffTooLow'],
    ['sudo_set_owner_immune_neuron_limit', 'immune_neurons', 0, 'SubtensorModule.InvalidValue'],
    ['sudo_set_owner_immune_neuron_limit', 'immune_neurons', 11, 'SubtensorModule.InvalidValue'],
    ['sudo_set_burn_half_life', 'burn_half_life', 0, 'AdminUtils.InvalidValue'],
    ['sudo_set_burn_half_life', 'burn_half_life', 36_101, 'AdminUtils.InvalidValue'],
    ['sudo_set_burn_increase_mult', 'burn_increase_mult', (1n << 64n) - 1n, 'AdminUtils.InvalidValue'],
    ['sudo_set_burn_increase_mult', 'burn_increase_mult', (3n << 64n) + 1n, 'AdminUtils.InvalidValue'],
    ['sudo_set_min_childkey_take_per_subnet', 'take', 11_797, 'AdminUtils.InvalidValue'],
    ['sudo_set_min_allowed_uids', 'min_allowed_uids', 256, 'AdminUtils.MinAllowedUidsGreaterThanMaxAllowedUids'],
    ['sudo_set_min_allowed_uids', 'min_allowed_uids', 1, 'AdminUtils.MinAllowedUidsGreaterThanCurrentUids'],
  ]
  test.each(cases)('%s: %s of %s', (name, argument, value, error) => {
    const h = thawed()
    const before = h.state.root(1)
    expect(set(h, name, 'root', { netuid: n, [argument]: value })).toBe(error)
    expect(h.state.root(1)).toEqual(before)
  })

  test('uids cannot be fewer than there are neurons', () => {
    const h = thawed()
    storage.SubnetworkN.put(h.state, [n], 100)
    expect(set(h, 'sudo_set_max_allowed_uids', 'root', { netuid: n, max_allowed_uids: 99 })).toBe(
      'AdminUtils.MaxAllowedUIdsLessThanCurrentUIds',
    )
  })

  test('burn prices cannot cross', () => {
    const h = thawed()
    expect(set(h, 'sudo_set_max_burn', 'root', { netuid: n, max_burn: TAO / 2n })).toBe('ok')
    expect(set(h, 'sudo_set_min_burn', 'root', { netuid: n, min_burn: TAO / 2n })).toBe('AdminUtils.ValueNotInBounds')
  })

  test('bonds of owners cannot become too slow', () => {
    const h = thawed()
    const bonds = (who: Caller) =>
      set(h, 'sudo_set_bonds_moving_average', who, { netuid: n, bonds_moving_average: 975_001n })
    expect(bonds(owner.coldkey)).toBe('AdminUtils.BondsMovingAverageMaxReached')
    expect(bonds('root')).toBe('ok')
  })
})

test('alpha values need liquid alpha and their order', () => {
  const h = thawed()
  const alphas = (alpha_low: number, alpha_high: number) =>
    set(h, 'sudo_set_alpha_values', 'root', { netuid: n, alpha_low, alpha_high })
  expect(set(h, 'sudo_set_alpha_values', validatorA.coldkey, { netuid: n, alpha_low: 0, alpha_high: 0 })).toBe(
    'BadOrigin',
  )
  expect(alphas(2_000, 3_000)).toBe('SubtensorModule.LiquidAlphaDisabled')
  storage.LiquidAlphaOn.put(h.state, [n], true)
  expect(alphas(1_638, 1_637)).toBe('SubtensorModule.AlphaHighTooLow')
  expect(alphas(1_637, 3_000)).toBe('SubtensorModule.AlphaLowOutOfRange')
  expect(alphas(3_001, 3_000)).toBe('SubtensorModule.AlphaLowOutOfRange')
  expect(alphas(3_000, 3_000)).toBe('ok')
  expect(storage.AlphaValues.get(h.state, n)).toEqual([3_000, 3_000])
})

test('liquid alpha of owners cannot fall with consensus', () => {
  const h = thawed()
  const steepness = (who: Caller) => set(h, 'sudo_set_alpha_sigmoid_steepness', who, { netuid: n, steepness: -1 })
  expect(steepness(owner.coldkey)).toBe('AdminUtils.NegativeSigmoidSteepness')
  expect(steepness('root')).toBe('ok')
})

test('the owner cut may be switched as often as the owner likes', () => {
  const h = thawed()
  for (const enabled of [false, true])
    expect(set(h, 'sudo_set_owner_cut_enabled', owner.coldkey, { netuid: n, enabled })).toBe('ok')
  expect(set(h, 'sudo_set_owner_cut_enabled', 'root', { netuid: 0, enabled: true })).toBe(
    'AdminUtils.NotPermittedOnRootSubnet',
  )
})

test('a block runs an epoch at least', () => {
  expect(set(thawed(), 'sudo_set_max_epochs_per_block', 'root', { max_epochs_per_block: 0 })).toBe(
    'AdminUtils.ValueNotInBounds',
  )
})

test.each(globalCases)('$name is for root alone', (given) => {
  const h = thawed()
  expect(set(h, given.name, owner.coldkey, { [given.argument]: given.value })).toBe('BadOrigin')
  expect(set(h, given.name, 'root', { [given.argument]: given.value })).toBe('ok')
  expectSet(h, given)
})
