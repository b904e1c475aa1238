import { beforeAll, describe, expect, test } from 'vitest'
import { totalBalance } from '../../../../../../chain/runtime/pallets/balances/account.ts'
import { stakeOf } from '../../../../../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../../shared/crypto/ready.ts'
import { expectConserved } from '../../../../../support/chain-invariants.ts'
import { account, type PalletHarness } from '../../../../../support/pallet-harness.ts'
import {
  expectOk,
  NETUID,
  nominator,
  owner,
  populatedHarness,
  TAO,
  validatorA,
  validatorB,
} from '../../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const OTHER = 3
const A = validatorA.hotkey
const B = validatorB.hotkey
const { coldkey } = validatorA
const at = (netuid: number, hotkey = A, who = coldkey) => ({ hotkey, coldkey: who, netuid })

/** Subnets 2 and 3, each with or without a pool. */
function twoSubnets(first: 0 | 1, second: 0 | 1): PalletHarness {
  const h = populatedHarness({ newSubnetMechanism: first })
  const { calls } = h.subtensor
  storage.NetworkLastLockCost.put(h.state, [], 500n * TAO)
  expectOk(h.call(calls.register_network, owner.coldkey, { hotkey: owner.hotkey }))
  storage.SubnetMechanism.put(h.state, [OTHER], second)
  expectOk(h.call(calls.start_call, owner.coldkey, { netuid: OTHER }))
  h.clearEvents()
  return h
}
const swap = (h: PalletHarness, from: number, to: number, alpha_amount: bigint) =>
  h.call(h.subtensor.calls.swap_stake, coldkey, {
    hotkey: A,
    origin_netuid: from,
    destination_netuid: to,
    alpha_amount,
  })

describe('swap_stake', () => {
  test.each([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const)('between subnets of kinds %i and %i keeps every rao and nobody gains', (first, second) => {
    const h = twoSubnets(first, second)
    const all = stakeOf(h.state, at(NETUID))
    const before = totalBalance(h.state, coldkey)
    expect(swap(h, NETUID, OTHER, all)).toBe('ok')
    expectConserved(h.state)
    expect(stakeOf(h.state, at(NETUID))).toBe(0n)
    const there = stakeOf(h.state, at(OTHER))
    if (first === 0 && second === 0) expect(there).toBe(all)
    expect(swap(h, OTHER, NETUID, there)).toBe('ok')
    expect(stakeOf(h.state, at(NETUID))).toBeLessThanOrEqual(all)
    expect(stakeOf(h.state, at(NETUID))).toBeGreaterThan((all * 99n) / 100n)
    expect(totalBalance(h.state, coldkey)).toBe(before)
    expect(h.eventNames().filter((name) => name.startsWith('SubtensorModule'))).toEqual(
      ['StakeRemoved', 'StakeAdded', 'StakeSwapped', 'StakeRemoved', 'StakeAdded', 'StakeSwapped'].map(
        (name) => `SubtensorModule.${name}`,
      ),
    )
    expectConserved(h.state)
  })

  test('goes to root and back, one for one at a constant price', () => {
    const h = twoSubnets(0, 0)
    expect(swap(h, NETUID, 0, 10n * TAO)).toBe('ok')
    expect(stakeOf(h.state, at(0))).toBe(10n * TAO)
    expect(storage.SubnetTAO.get(h.state, 0)).toBe(10n * TAO)
    expect(storage.NumStakingColdkeys.get(h.state)).toBe(1n)
    expect(swap(h, 0, NETUID, 2n ** 64n - 1n)).toBe('ok')
    expect(storage.SubnetTAO.get(h.state, 0)).toBe(0n)
    expect(storage.NumStakingColdkeys.get(h.state)).toBe(0n)
    expectConserved(h.state)
  })

  test('fails in the order of its checks and changes nothing', () => {
    const h = twoSubnets(0, 0)
    const before = h.state.root(1)
    expect(swap(h, NETUID, NETUID, TAO)).toBe('SubtensorModule.SameNetuid')
    expect(swap(h, NETUID, 9, TAO)).toBe('SubtensorModule.SubnetNotExists')
    expect(swap(h, NETUID, 1, TAO)).toBe('SubtensorModule.SubtokenDisabled')
    expect(swap(h, NETUID, OTHER, 2_000_000n)).toBe('SubtensorModule.AmountTooLow')
    expect(h.state.root(1)).toEqual(before)
    expect(swap(h, NETUID, OTHER, 2_000_001n)).toBe('ok')
  })

  test('keeps a limit on the price of one token in the other', () => {
    const h = twoSubnets(1, 0)
    const limited = (limit_price: bigint, allow_partial: boolean) =>
      h.call(h.subtensor.calls.swap_stake_limit, coldkey, {
        hotkey: A,
        origin_netuid: NETUID,
        destination_netuid: OTHER,
        alpha_amount: 100n * TAO,
        limit_price,
        allow_partial,
      })
    const all = stakeOf(h.state, at(NETUID))
    const price = (storage.SubnetTAO.get(h.state, NETUID) * TAO) / storage.SubnetAlphaIn.get(h.state, NETUID)
    expect(limited(2n * price, false)).toBe('Swap.PriceLimitExceeded')
    expect(limited((price * 99n) / 100n, false)).toBe('SubtensorModule.SlippageTooHigh')
    expect(limited((price * 99n) / 100n, true)).toBe('ok')
    expect(all - stakeOf(h.state, at(NETUID))).toBeLessThan(100n * TAO)
    expectConserved(h.state)
  })
})

describe('move_stake', () => {
  test('gives stake to another hotkey of the same subnet without a trade', () => {
    const h = twoSubnets(1, 1)
    const reserves = storage.SubnetTAO.get(h.state, NETUID)
    const all = stakeOf(h.state, at(NETUID))
    const move = (alpha_amount: bigint) =>
      h.call(h.subtensor.calls.move_stake, coldkey, {
        origin_hotkey: A,
        destination_hotkey: B,
        origin_netuid: NETUID,
        destination_netuid: NETUID,
        alpha_amount,
      })
    expect(move(1n)).toBe('SubtensorModule.AmountTooLow')
    expect(move(all)).toBe('ok')
    expect(storage.SubnetTAO.get(h.state, NETUID)).toBe(reserves)
    const moved = stakeOf(h.state, at(NETUID, B))
    expect(moved <= all && moved >= all - 1n).toBe(true)
    expect(h.eventNames().at(-1)).toBe('SubtensorModule.StakeMoved')
    expectConserved(h.state)
  })

  test('needs hotkeys that exist', () => {
    const h = twoSubnets(0, 0)
    const to = account(999)
    const move = { origin_hotkey: A, destination_hotkey: to, origin_netuid: NETUID, destination_netuid: NETUID }
    expect(h.call(h.subtensor.calls.move_stake, coldkey, { ...move, alpha_amount: TAO })).toBe(
      'SubtensorModule.HotKeyAccountNotExists',
    )
  })
})

describe('transfer_stake', () => {
  test('gives stake to another coldkey where both subnets allow it', () => {
    const h = twoSubnets(0, 1)
    const give = (destination_netuid: number) =>
      h.call(h.subtensor.calls.transfer_stake, coldkey, {
        destination_coldkey: nominator,
        hotkey: A,
        origin_netuid: NETUID,
        destination_netuid,
        alpha_amount: 5n * TAO,
      })
    storage.TransferToggle.put(h.state, [OTHER], false)
    expect(give(OTHER)).toBe('SubtensorModule.TransferDisallowed')
    expect(give(NETUID)).toBe('ok')
    expect(stakeOf(h.state, at(NETUID, A, nominator))).toBe(5n * TAO)
    storage.TransferToggle.put(h.state, [OTHER], true)
    expect(give(OTHER)).toBe('ok')
    expect(stakeOf(h.state, at(OTHER, A, nominator))).toBeGreaterThan(4n * TAO)
    expect(h.eventNames().at(-1)).toBe('SubtensorModule.StakeTransferred')
    expectConserved(h.state)
  })
})

describe('all at once', () => {
  test('unstake_all pays out every subnet and root', () => {
    const h = twoSubnets(0, 1)
    expectOk(swap(h, NETUID, OTHER, 50n * TAO))
    expectOk(swap(h, NETUID, 0, 50n * TAO))
    const before = totalBalance(h.state, coldkey)
    expect(h.call(h.subtensor.calls.unstake_all, coldkey, { hotkey: A })).toBe('ok')
    for (const netuid of [0, NETUID, OTHER]) expect(stakeOf(h.state, at(netuid))).toBe(0n)
    expect(totalBalance(h.state, coldkey) - before).toBeGreaterThan(990n * TAO)
    expectConserved(h.state)
  })

  test('unstake_all_alpha turns everything into root stake', () => {
    const h = twoSubnets(1, 1)
    const before = totalBalance(h.state, coldkey)
    expect(h.call(h.subtensor.calls.unstake_all_alpha, coldkey, { hotkey: A })).toBe('ok')
    expect(stakeOf(h.state, at(NETUID))).toBe(0n)
    expect(stakeOf(h.state, at(0))).toBeGreaterThan(900n * TAO)
    expect(totalBalance(h.state, coldkey)).toBe(before)
    expect(h.call(h.subtensor.calls.unstake_all_alpha, coldkey, { hotkey: A })).toBe('SubtensorModule.AmountTooLow')
    expect(h.call(h.subtensor.calls.unstake_all, coldkey, { hotkey: account(999) })).toBe(
      'SubtensorModule.HotKeyAccountNotExists',
    )
    expectConserved(h.state)
  })
})

describe('destroying stake', () => {
  test.each([
    ['recycle_alpha', 0],
    ['recycle_alpha', 1],
    ['burn_alpha', 0],
    ['burn_alpha', 1],
  ] as const)('%s on a subnet of kind %i', (name, kind) => {
    const h = twoSubnets(kind, 0)
    const destroy = (netuid: number, amount: bigint) =>
      h.call(h.subtensor.calls[name], coldkey, { hotkey: A, amount, netuid })
    const out = storage.SubnetAlphaOut.get(h.state, NETUID)
    const stake = stakeOf(h.state, at(NETUID))
    expect(destroy(9, 1n)).toBe('SubtensorModule.SubnetNotExists')
    expect(destroy(0, 1n)).toBe('SubtensorModule.CannotBurnOrRecycleOnRootSubnet')
    expect(destroy(1, 1n)).toBe('SubtensorModule.SubtokenDisabled')
    expect(destroy(NETUID, 7n * TAO)).toBe('ok')
    expect(stake - stakeOf(h.state, at(NETUID))).toBe(7n * TAO)
    expect(out - storage.SubnetAlphaOut.get(h.state, NETUID)).toBe(name === 'recycle_alpha' ? 7n * TAO : 0n)
    expectConserved(h.state)
    expect(destroy(NETUID, 2n ** 64n - 1n)).toBe('ok')
    expect(stakeOf(h.state, at(NETUID))).toBe(0n)
    expectConserved(h.state)
  })
})

test('a nomination that is left too small is sold with the rest', () => {
  const h = populatedHarness()
  const { add_stake, remove_stake } = h.subtensor.calls
  const where = { hotkey: A, netuid: NETUID }
  expectOk(h.call(add_stake, nominator, { ...where, amount_staked: 10n * TAO }))
  // A thousand times the least staking amount: 2 TAO.
  storage.NominatorMinRequiredStake.put(h.state, [], 1_000_000_000n)
  expectOk(h.call(remove_stake, nominator, { ...where, amount_unstaked: 7n * TAO }))
  expect(stakeOf(h.state, at(NETUID, A, nominator))).toBe(3n * TAO)
  expectOk(h.call(remove_stake, nominator, { ...where, amount_unstaked: 2n * TAO }))
  expect(stakeOf(h.state, at(NETUID, A, nominator))).toBe(0n)
  expectConserved(h.state)
})

test('hotkeys are associated once, and incentive goes where a coldkey says', () => {
  const h = populatedHarness()
  const { try_associate_hotkey, set_coldkey_auto_stake_hotkey: auto } = h.subtensor.calls
  expect(h.call(try_associate_hotkey, nominator, { hotkey: account(700) })).toBe('ok')
  expect(h.call(try_associate_hotkey, nominator, { hotkey: account(700) })).toBe('ok')
  expect(h.call(try_associate_hotkey, coldkey, { hotkey: account(700) })).toBe('SubtensorModule.NonAssociatedColdKey')
  expect(storage.OwnedHotkeys.get(h.state, nominator)).toEqual([account(700)])

  expect(h.call(auto, coldkey, { netuid: 9, hotkey: B })).toBe('SubtensorModule.SubnetNotExists')
  expect(h.call(auto, coldkey, { netuid: NETUID, hotkey: account(700) })).toBe(
    'SubtensorModule.HotKeyNotRegisteredInSubNet',
  )
  expect(h.call(auto, coldkey, { netuid: NETUID, hotkey: B })).toBe('ok')
  expect(h.call(auto, coldkey, { netuid: NETUID, hotkey: B })).toBe('SubtensorModule.SameAutoStakeHotkeyAlreadySet')
  expect(h.call(auto, coldkey, { netuid: NETUID, hotkey: A })).toBe('ok')
  expect(storage.AutoStakeDestinationColdkeys.get(h.state, B, NETUID)).toEqual([])
  expect(storage.AutoStakeDestinationColdkeys.get(h.state, A, NETUID)).toEqual([coldkey])
})
