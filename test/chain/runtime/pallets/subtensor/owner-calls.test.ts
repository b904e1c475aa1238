import { beforeAll, describe, expect, test } from 'vitest'
import { totalBalance } from '../../../../../chain/runtime/pallets/balances/account.ts'
import { stakeOf } from '../../../../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { subnetToPrune } from '../../../../../chain/runtime/pallets/subtensor/subnets/dissolve.ts'
import { shareOut } from '../../../../../chain/runtime/pallets/subtensor/subnets/share-out.ts'
import { subnetAccount } from '../../../../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { expectConserved, expectConsistent } from '../../../../support/chain-invariants.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import {
  expectOk,
  NETUID,
  nominator,
  owner,
  populatedHarness,
  TAO,
  validatorA,
} from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

function thawed(): PalletHarness {
  const h = populatedHarness({ newSubnetTempo: 400 })
  storage.AdminFreezeWindow.put(h.state, [], 5)
  h.clearEvents()
  return h
}

describe('set_tempo', () => {
  test('restarts the tempo within bounds, a window and a rate', () => {
    const h = thawed()
    const set = (tempo: number, who = owner.coldkey) =>
      h.call(h.subtensor.calls.set_tempo, who, { netuid: NETUID, tempo })
    expect(set(400, nominator)).toBe('BadOrigin')
    expect([set(359), set(50_401)]).toEqual(Array(2).fill('SubtensorModule.TempoOutOfBounds'))
    expect(set(360)).toBe('ok')
    expect([storage.Tempo.get(h.state, NETUID), storage.LastEpochBlock.get(h.state, NETUID)]).toEqual([360, 1n])
    expect(set(361)).toBe('SubtensorModule.TxRateLimitExceeded')
    storage.LastEpochBlock.put(h.state, [NETUID], 5n)
    h.toBlock(361)
    expect(set(361)).toBe('SubtensorModule.AdminActionProhibitedDuringWeightsWindow')
  })
})

describe('set_activity_cutoff_factor', () => {
  test('is for owner and root, and changes when validators are inactive', () => {
    const h = thawed()
    const set = (factor_milli: number, who: Uint8Array | 'root' = owner.coldkey) =>
      h.call(h.subtensor.calls.set_activity_cutoff_factor, who, { netuid: NETUID, factor_milli })
    expect(set(2_000, nominator)).toBe('BadOrigin')
    expect([set(999), set(50_001)]).toEqual(Array(2).fill('SubtensorModule.ActivityCutoffFactorMilliOutOfBounds'))
    expect([set(1_000), set(50_000), set(50_000, 'root')]).toEqual(['ok', 'SubtensorModule.TxRateLimitExceeded', 'ok'])
    expect(storage.ActivityCutoffFactorMilli.get(h.state, NETUID)).toBe(50_000)
  })
})

describe('trigger_epoch', () => {
  test('runs an epoch after the freeze window', () => {
    const h = thawed()
    const trigger = (who = owner.coldkey) => h.call(h.subtensor.calls.trigger_epoch, who, { netuid: NETUID })
    expect(trigger(nominator)).toBe('BadOrigin')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], true)
    expect(trigger()).toBe('SubtensorModule.DynamicTempoBlockedByCommitReveal')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
    expect(trigger()).toBe('ok')
    expect(h.events.at(-1)).toMatchObject({ name: 'EpochTriggered', data: { fires_at: 6n } })
    expect(trigger()).toBe('SubtensorModule.EpochTriggerAlreadyPending')
    const epochs = storage.SubnetEpochIndex.get(h.state, NETUID)
    h.toBlock(6)
    expect(storage.SubnetEpochIndex.get(h.state, NETUID)).toBe(epochs + 1n)
    expect(trigger()).toBe('SubtensorModule.TxRateLimitExceeded')
    storage.LastEpochBlock.put(h.state, [NETUID], 0n)
    storage.Tempo.put(h.state, [NETUID], 10)
    expect(trigger()).toBe('SubtensorModule.AutoEpochAlreadyImminent')
  })
})

describe('the end of a subnet', () => {
  test.each([0, 1] as const)('of kind %i gives stakers what they had and forgets the rest', (kind) => {
    const h = populatedHarness({ newSubnetMechanism: kind })
    h.toBlock(25)
    const position = { ...validatorA, netuid: NETUID }
    const [stake, balance] = [stakeOf(h.state, position), totalBalance(h.state, validatorA.coldkey)]
    const dissolve = (netuid: number, who: Uint8Array | 'root' = 'root') =>
      h.call(h.subtensor.calls.root_dissolve_network, who, { netuid })
    expect(dissolve(NETUID, owner.coldkey)).toBe('BadOrigin')
    expect([dissolve(0), dissolve(9)]).toEqual(Array(2).fill('SubtensorModule.SubnetNotExists'))
    expect(dissolve(NETUID)).toBe('ok')
    const got = totalBalance(h.state, validatorA.coldkey) - balance
    if (kind === 0) expect(got).toBe(stake)
    else expect(got).toBeGreaterThan(200n * TAO)
    expect(totalBalance(h.state, subnetAccount(NETUID))).toBe(0n)
    expect(stakeOf(h.state, position)).toBe(0n)
    expect(storage.NetworksAdded.has(h.state, NETUID)).toBe(false)
    expect([...storage.Uids.entries(h.state, NETUID)]).toEqual([])
    expect(h.eventNames().at(-1)).toBe('SubtensorModule.NetworkRemoved')
    expectConserved(h.state)
    expectConsistent(h.state)
    // The netuid is free again.
    storage.NetworkLastLockCost.put(h.state, [], 500n * TAO)
    expectOk(h.call(h.subtensor.calls.register_network, owner.coldkey, { hotkey: owner.hotkey }))
    expect(storage.SubnetworkN.get(h.state, NETUID)).toBe(1)
    h.toBlock(30)
    expectConserved(h.state)
    expectConsistent(h.state)
  })

  test('comes for the cheapest out of immunity when there are too many', () => {
    const h = populatedHarness()
    storage.SubnetLimit.put(h.state, [], 2)
    storage.NetworkMinLockCost.put(h.state, [], TAO)
    storage.NetworkLastLockCost.put(h.state, [], TAO)
    const register = () => h.call(h.subtensor.calls.register_network, nominator, { hotkey: account(900) })
    expect(register()).toBe('SubtensorModule.SubnetLimitReached')
    storage.NetworkImmunityPeriod.put(h.state, [], 10n)
    h.toBlock(10)
    // Subnet 1 has a pool with the price 1 and a moving price of 0; subnet 2 is not out of immunity yet.
    expect(subnetToPrune(h.state, 10)).toBe(1)
    storage.SubnetMovingPrice.put(h.state, [1], 2n << 32n)
    expect(subnetToPrune(h.state, 10)).toBe(1)
    expect(subnetToPrune(h.state, 11)).toBe(NETUID)
    expect(register()).toBe('ok')
    expect(storage.SubnetOwner.get(h.state, 1)).toEqual(nominator)
    expectConserved(h.state)
    expectConsistent(h.state)
  })

  test('shares out to the last rao', () => {
    expect(shareOut(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n])
    expect(shareOut(11n, [1n, 2n, 4n])).toEqual([2n, 3n, 6n])
    expect(shareOut(10n, [0n, 0n])).toEqual([0n, 0n])
  })
})
