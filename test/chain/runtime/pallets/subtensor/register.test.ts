import { beforeAll, describe, expect, test } from 'vitest'
import { totalBalance } from '../../../../../chain/runtime/pallets/balances/account.ts'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { immortalUids, uidToPrune } from '../../../../../chain/runtime/pallets/subtensor/registration/pruning.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { subnetAccount } from '../../../../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account } from '../../../../support/pallet-harness.ts'
import {
  expectOk,
  miners,
  NETUID,
  owner,
  populatedHarness,
  subnetHarness,
  TAO,
  validatorA,
} from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

describe('burned_register', () => {
  test('gives the next uid, moves the price to the subnet and raises it', () => {
    const h = subnetHarness()
    h.toBlock(5)
    const price = storage.Burn.get(h.state, NETUID)
    const before = totalBalance(h.state, validatorA.coldkey)
    const { hotkey, coldkey } = validatorA
    h.clearEvents()
    expectOk(h.call(h.subtensor.calls.burned_register, coldkey, { netuid: NETUID, hotkey }))

    expect(h.eventNames()).toEqual(['Balances.Transfer', 'SubtensorModule.NeuronRegistered'])
    expect(h.events.at(-1)?.data).toEqual([NETUID, 1, hotkey])
    expect(before - totalBalance(h.state, coldkey)).toBe(price)
    expect(totalBalance(h.state, subnetAccount(NETUID))).toBe(1_000n * TAO + price)
    expect(storage.RAORecycledForRegistration.get(h.state, NETUID)).toBe(price)
    expect(storage.Burn.get(h.state, NETUID)).toBe((price * 126n) / 100n)
    expect(storage.LastUpdate.get(h.state, NETUID)).toEqual([1n, 5n])
    expect(storage.BlockAtRegistration.get(h.state, NETUID, 1)).toBe(5n)
    expect(storage.Active.get(h.state, NETUID)).toEqual([true, true])
    expect(storage.ValidatorPermit.get(h.state, NETUID)).toEqual([false, false])
    expect(storage.RegistrationsThisBlock.get(h.state, NETUID)).toBe(1)
    h.nextBlock()
    expect(storage.RegistrationsThisBlock.get(h.state, NETUID)).toBe(0)
  })

  test('fails in the order of its checks and changes nothing', () => {
    const h = subnetHarness()
    const { burned_register } = h.subtensor.calls
    const { coldkey, hotkey } = validatorA
    const poor = account(77)
    const before = h.state.root(1)
    expect(h.call(burned_register, 'root', { netuid: 0, hotkey })).toBe('BadOrigin')
    expect(h.call(burned_register, poor, { netuid: 0, hotkey: owner.hotkey })).toBe(
      'SubtensorModule.RegistrationNotPermittedOnRootSubnet',
    )
    expect(h.call(burned_register, poor, { netuid: 9, hotkey: owner.hotkey })).toBe('SubtensorModule.SubnetNotExists')
    expect(h.call(burned_register, poor, { netuid: NETUID, hotkey: owner.hotkey })).toBe(
      'SubtensorModule.HotKeyAlreadyRegisteredInSubNet',
    )
    expect(h.call(burned_register, poor, { netuid: 1, hotkey: owner.hotkey })).toBe(
      'SubtensorModule.NotEnoughBalanceToStake',
    )
    expect(h.call(burned_register, coldkey, { netuid: 1, hotkey: owner.hotkey })).toBe(
      'SubtensorModule.NonAssociatedColdKey',
    )
    expect(h.state.root(1)).toEqual(before)

    storage.MaxAllowedUids.put(h.state, [NETUID], 0)
    expect(h.call(burned_register, coldkey, { netuid: NETUID, hotkey })).toBe('SubtensorModule.NoNeuronIdAvailable')
    storage.NetworkRegistrationAllowed.put(h.state, [NETUID], false)
    expect(h.call(burned_register, poor, { netuid: NETUID, hotkey: owner.hotkey })).toBe(
      'SubtensorModule.SubNetRegistrationDisabled',
    )
  })

  test('refuses on a full subnet whose only neuron cannot be pruned', () => {
    const h = subnetHarness()
    storage.MaxAllowedUids.put(h.state, [NETUID], 1)
    const { coldkey, hotkey } = validatorA
    expect(h.call(h.subtensor.calls.burned_register, coldkey, { netuid: NETUID, hotkey })).toBe(
      'SubtensorModule.NoNeuronIdAvailable',
    )
    expect(storage.Owner.has(h.state, hotkey)).toBe(false)
  })

  test('can be limited in price', () => {
    const h = subnetHarness()
    const { coldkey, hotkey } = validatorA
    const price = storage.Burn.get(h.state, NETUID)
    const register = (limit_price: bigint) =>
      h.call(h.subtensor.calls.register_limit, coldkey, { netuid: NETUID, hotkey, limit_price })
    expect(register(price - 1n)).toBe('SubtensorModule.RegistrationPriceLimitExceeded')
    expect(register(price)).toBe('ok')
  })
})

describe('pruning', () => {
  test('gives the uid of the worst neuron to the new one and forgets what was its', () => {
    const h = populatedHarness()
    const { state } = h
    const [first, second] = miners
    storage.MaxAllowedUids.put(state, [NETUID], 6)
    storage.Emission.put(state, [NETUID], [0n, 50n, 50n, 9n, 7n, 8n])
    storage.Incentive.put(state, [NETUID], [1, 2, 3, 4, 5, 6])
    storage.LastUpdate.put(state, [NETUID], [1n, 2n, 3n, 4n, 5n, 6n])
    storage.ValidatorPermit.put(state, [NETUID], [true, true, true, true, true, true])
    const row = { columns: Uint16Array.of(3, 4), values: Uint16Array.of(10, 20) }
    storage.Weights.put(state, [NETUID, 1], row)
    storage.Weights.put(state, [NETUID, 4], row)
    storage.Bonds.put(state, [NETUID, 1], row)
    storage.Bonds.put(state, [NETUID, 4], row)
    h.toBlock(8)
    const axon = {
      netuid: NETUID,
      version: 1,
      ip: 1n,
      port: 1,
      ip_type: 4,
      protocol: 4,
      placeholder1: 0,
      placeholder2: 0,
    }
    expectOk(h.call(h.subtensor.calls.serve_axon, second!.hotkey, axon))

    const newcomer = account(200)
    expectOk(h.call(h.subtensor.calls.burned_register, first!.coldkey, { netuid: NETUID, hotkey: newcomer }))

    expect(h.events.at(-1)?.data).toEqual([NETUID, 4, newcomer])
    expect(storage.SubnetworkN.get(state, NETUID)).toBe(6)
    expect(storage.Keys.get(state, NETUID, 4)).toEqual(newcomer)
    expect(storage.Uids.get(state, NETUID, second!.hotkey)).toBeUndefined()
    expect(storage.IsNetworkMember.get(state, second!.hotkey, NETUID)).toBe(false)
    expect(storage.Axons.get(state, NETUID, second!.hotkey)).toBeUndefined()
    expect(storage.BlockAtRegistration.get(state, NETUID, 4)).toBe(8n)
    expect(storage.Emission.get(state, NETUID)[4]).toBe(0n)
    expect(storage.Incentive.get(state, NETUID)).toEqual([1, 2, 3, 4, 0, 6])
    expect(storage.LastUpdate.get(state, NETUID)[4]).toBe(8n)
    expect(storage.ValidatorPermit.get(state, NETUID)[4]).toBe(false)
    expect(storage.Weights.has(state, NETUID, 4)).toBe(false)
    expect(storage.Bonds.has(state, NETUID, 4)).toBe(false)
    expect(storage.Weights.get(state, NETUID, 1)).toEqual({ ...row, values: Uint16Array.of(10, 0) })
    expect(storage.Bonds.get(state, NETUID, 1)).toEqual(row)
    const { total, issuance } = issuanceBreakdown(state)
    expect(total).toBe(issuance)
  })

  test('spares a neuron for as many blocks as immunity lasts, and not one more', () => {
    const { state } = populatedHarness()
    storage.ImmunityPeriod.put(state, [NETUID], 10)
    storage.MinNonImmuneUids.put(state, [NETUID], 0)
    storage.Emission.put(state, [NETUID], [0n, 50n, 50n, 9n, 7n, 6n])
    for (const uid of [1, 2, 3, 4, 5]) storage.BlockAtRegistration.put(state, [NETUID, uid], uid === 4 ? 99n : 100n)
    expect([108, 109, 110].map((block) => uidToPrune(state, NETUID, block))).toEqual([5, 4, 5])
  })

  test('never takes the first of the owner’s hotkeys, up to the limit: the one with the owner cut, then the oldest', () => {
    const h = populatedHarness()
    for (const number of [300, 301])
      expectOk(h.call(h.subtensor.calls.burned_register, owner.coldkey, { netuid: NETUID, hotkey: account(number) }))
    storage.BlockAtRegistration.put(h.state, [NETUID, 0], 50n)
    storage.BlockAtRegistration.put(h.state, [NETUID, 6], 20n)
    storage.BlockAtRegistration.put(h.state, [NETUID, 7], 10n)
    const immortal = (limit: number) => {
      storage.ImmuneOwnerUidsLimit.put(h.state, [NETUID], limit)
      return [...immortalUids(h.state, NETUID)]
    }
    expect([1, 2, 3].map(immortal)).toEqual([[0], [0, 7], [7, 6, 0]])
  })

  test('never takes the hotkey of the subnet owner', () => {
    const h = populatedHarness()
    storage.MaxAllowedUids.put(h.state, [NETUID], 6)
    for (let i = 0; i < 5; i++)
      expectOk(h.call(h.subtensor.calls.burned_register, owner.coldkey, { netuid: NETUID, hotkey: account(300 + i) }))
    expect(storage.Uids.get(h.state, NETUID, owner.hotkey)).toBe(0)
  })
})
