import { beforeAll, describe, expect, test } from 'vitest'
import { totalBalance } from '../../../../../chain/runtime/pallets/balances/account.ts'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { lockCost } from '../../../../../chain/runtime/pallets/subtensor/subnets/lock-cost.ts'
import { isSubnetAccount, subnetAccount } from '../../../../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { toBareHex } from '../../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account } from '../../../../support/pallet-harness.ts'
import { expectOk, fundedHarness, NETUID, owner, TAO, validatorA } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

describe('register_network', () => {
  test('makes the lowest free netuid the subnet of the caller, with the hotkey as uid 0', () => {
    const h = fundedHarness()
    expectOk(h.call(h.subtensor.calls.register_network, owner.coldkey, { hotkey: owner.hotkey }))
    expect(h.events.at(-1)).toEqual({ pallet: 'SubtensorModule', name: 'NetworkAdded', data: [NETUID, 1] })
    expect(storage.SubnetOwner.get(h.state, NETUID)).toEqual(owner.coldkey)
    expect(storage.SubnetOwnerHotkey.get(h.state, NETUID)).toEqual(owner.hotkey)
    expect(storage.Uids.get(h.state, NETUID, owner.hotkey)).toBe(0)
    expect(storage.TotalNetworks.get(h.state)).toBe(3)
    expect(new TextDecoder().decode(storage.TokenSymbol.get(h.state, NETUID))).toBe('β')
    expect(storage.SubnetEmissionEnabled.get(h.state, NETUID)).toBe(false)
    expect(storage.Yuma3On.get(h.state, NETUID)).toBe(true)
    expect(storage.Burn.get(h.state, NETUID)).toBe(TAO)
  })

  test('keeps the price in the account of the subnet', () => {
    const h = fundedHarness()
    expectOk(h.call(h.subtensor.calls.register_network, owner.coldkey, { hotkey: owner.hotkey }))
    expect(totalBalance(h.state, subnetAccount(NETUID))).toBe(1_000n * TAO)
    expect(storage.SubnetLocked.get(h.state, NETUID)).toBe(1_000n * TAO)
    const { total, issuance } = issuanceBreakdown(h.state)
    expect(total).toBe(issuance)
  })

  test('doubles the price, which then falls in a straight line', () => {
    const h = fundedHarness()
    expect(lockCost(h.state, 1)).toBe(1_000n * TAO)
    expectOk(h.call(h.subtensor.calls.register_network, owner.coldkey, { hotkey: owner.hotkey }))
    expect(lockCost(h.state, 1)).toBe(2_000n * TAO)
    expect(lockCost(h.state, 101)).toBe(2_000n * TAO - 100n * ((1_000n * TAO) / 100_800n))
    expect(lockCost(h.state, 1_000_000)).toBe(1_000n * TAO)
  })

  test('fails in the order of its checks and changes nothing', () => {
    const h = fundedHarness()
    const { register_network } = h.subtensor.calls
    const before = h.state.root(1)
    expect(h.call(register_network, 'root', { hotkey: owner.hotkey })).toBe('BadOrigin')
    expect(h.call(register_network, owner.coldkey, { hotkey: subnetAccount(7) })).toBe(
      'SubtensorModule.CannotUseSystemAccount',
    )
    expect(h.call(register_network, account(999), { hotkey: account(998) })).toBe(
      'SubtensorModule.CannotAffordLockCost',
    )
    expect(h.state.root(1)).toEqual(before)

    expectOk(h.call(register_network, owner.coldkey, { hotkey: owner.hotkey }))
    expect(h.call(register_network, validatorA.coldkey, { hotkey: owner.hotkey })).toBe(
      'SubtensorModule.NonAssociatedColdKey',
    )
    storage.NetworkRateLimit.put(h.state, [], 10n)
    expect(h.call(register_network, validatorA.coldkey, { hotkey: validatorA.hotkey })).toBe(
      'SubtensorModule.NetworkTxRateLimitExceeded',
    )
    h.toBlock(11)
    storage.SubnetLimit.put(h.state, [], 2)
    expect(h.call(register_network, validatorA.coldkey, { hotkey: validatorA.hotkey })).toBe(
      'SubtensorModule.SubnetLimitReached',
    )
    storage.SubnetLimit.put(h.state, [], 3)
    expect(h.call(register_network, validatorA.coldkey, { hotkey: validatorA.hotkey })).toBe('ok')
  })

  test('starts the tempo of neighbours at different blocks', () => {
    const h = fundedHarness({ newSubnetTempo: 360 })
    h.toBlock(50)
    expectOk(h.call(h.subtensor.calls.register_network, owner.coldkey, { hotkey: owner.hotkey }))
    expect(storage.Tempo.get(h.state, NETUID)).toBe(360)
    expect(storage.LastEpochBlock.get(h.state, NETUID)).toBe(48n)
  })
})

describe('start_call', () => {
  test('is for the owner, once, and not before the delay', () => {
    const h = fundedHarness()
    const { register_network, start_call } = h.subtensor.calls
    expectOk(h.call(register_network, owner.coldkey, { hotkey: owner.hotkey }))
    storage.StartCallDelay.put(h.state, [], 3n)
    const start = (who: Uint8Array, netuid = NETUID) => h.call(start_call, who, { netuid })
    expect(start(owner.coldkey, 9)).toBe('SubtensorModule.SubnetNotExists')
    expect(start(validatorA.coldkey)).toBe('SubtensorModule.NotSubnetOwner')
    expect(start(owner.coldkey)).toBe('SubtensorModule.NeedWaitingMoreBlocksToStarCall')
    h.toBlock(4)
    h.clearEvents()
    expect(start(owner.coldkey)).toBe('ok')
    expect(h.events).toEqual([{ pallet: 'SubtensorModule', name: 'FirstEmissionBlockNumberSet', data: [NETUID, 5n] }])
    expect(storage.SubtokenEnabled.get(h.state, NETUID)).toBe(true)
    expect(start(owner.coldkey)).toBe('SubtensorModule.FirstEmissionBlockNumberAlreadySet')
  })
})

test('accounts of subnets are made of the pallet id and the netuid', () => {
  expect(toBareHex(subnetAccount(258))).toBe(`6d6f646c7375627465${'6e7372'}0201${'00'.repeat(18)}`)
  expect(isSubnetAccount(subnetAccount(65_535))).toBe(true)
  expect(isSubnetAccount(account(1))).toBe(false)
})
