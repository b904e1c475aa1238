import { beforeAll, describe, expect, test } from 'vitest'
import { adminUtils } from '../../../../../chain/runtime/pallets/admin-utils/index.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { subnetAccount } from '../../../../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { expectConserved, expectConsistent } from '../../../../support/chain-invariants.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import {
  miners,
  NETUID,
  nominator,
  owner,
  populatedHarness,
  validatorA,
  validatorB,
} from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const { calls } = adminUtils

function thawed(): PalletHarness {
  const h = populatedHarness()
  storage.AdminFreezeWindow.put(h.state, [], 0)
  storage.MinAllowedUids.put(h.state, [NETUID], 0)
  return h
}

describe('the hotkey of the owner', () => {
  test.each(['sudo_set_sn_owner_hotkey', 'sudo_set_subnet_owner_hotkey'] as const)(
    '%s changes it now and then',
    (name) => {
      const h = thawed()
      const set = (hotkey: Uint8Array, who: Uint8Array | 'root' = owner.coldkey, netuid = NETUID) =>
        h.call(calls[name], who, { netuid, hotkey })
      expect(set(validatorA.hotkey, nominator)).toBe('BadOrigin')
      expect(set(validatorA.hotkey, 'root', 9)).toBe('SubtensorModule.SubnetNotExists')
      expect(set(subnetAccount(3))).toBe('SubtensorModule.CannotUseSystemAccount')
      expect(set(validatorA.hotkey)).toBe('ok')
      expect(storage.SubnetOwnerHotkey.get(h.state, NETUID)).toEqual(validatorA.hotkey)
      expect(h.events.at(-1)).toMatchObject({ name: 'SubnetOwnerHotkeySet', data: [NETUID, validatorA.hotkey] })
      expect(set(validatorB.hotkey, 'root')).toBe('SubtensorModule.TxRateLimitExceeded')
    },
  )
})

describe('trimming', () => {
  const trim = (h: PalletHarness, max_n: number, who: Uint8Array | 'root' = 'root') =>
    h.call(calls.sudo_trim_to_max_allowed_uids, who, { netuid: NETUID, max_n })

  /** Uids 0 to 5 out of immunity, with weights from 1 and 2 to the miners 3, 4 and 5; 4 earned least. */
  function earned(): PalletHarness {
    const h = thawed()
    h.toBlock(11)
    for (const { hotkey } of [validatorA, validatorB])
      expect(
        h.call(h.subtensor.calls.set_weights, hotkey, {
          netuid: NETUID,
          dests: [3, 4, 5],
          weights: [9, 1, 5],
          version_key: 0n,
        }),
      ).toBe('ok')
    h.toBlock(31)
    storage.ImmunityPeriod.put(h.state, [NETUID], 5)
    return h
  }

  test('takes the uids of the least earners, and the others move up with weights and bonds', () => {
    const h = earned()
    const incentive = storage.Incentive.get(h.state, NETUID)
    const bonds = storage.Bonds.get(h.state, NETUID, 1)
    expect(trim(h, 5)).toBe('ok')
    const keys = [0, 1, 2, 3, 4].map((uid) => storage.Keys.get(h.state, NETUID, uid))
    expect(keys).toEqual([owner, validatorA, validatorB, miners[0]!, miners[2]!].map(({ hotkey }) => hotkey))
    expect(storage.SubnetworkN.get(h.state, NETUID)).toBe(5)
    expect(storage.MaxAllowedUids.get(h.state, NETUID)).toBe(5)
    expect(storage.Incentive.get(h.state, NETUID)).toEqual([...incentive.slice(0, 4), incentive[5]])
    const row = storage.Weights.get(h.state, NETUID, 1)
    expect([[...row.columns], [...row.values]]).toEqual([
      [3, 4],
      [65_535, 36_408],
    ])
    expect([...storage.Bonds.get(h.state, NETUID, 1).values]).toEqual([bonds.values[0], bonds.values[2]])
    expect(storage.Uids.has(h.state, NETUID, miners[1]!.hotkey)).toBe(false)
    expectConsistent(h.state)
    h.toBlock(60)
    expectConserved(h.state)
    expectConsistent(h.state)
  })

  test('takes of equal earners those with the highest uids', () => {
    const h = earned()
    storage.Emission.put(h.state, [NETUID], [0n, 0n, 0n, 0n, 0n, 9n])
    expect(trim(h, 4)).toBe('ok')
    const keys = [0, 1, 2, 3].map((uid) => storage.Keys.get(h.state, NETUID, uid))
    expect(keys).toEqual([owner, validatorA, validatorB, miners[2]!].map(({ hotkey }) => hotkey))
  })

  test('is refused from four immune in five on', () => {
    const h = earned()
    const protect = (uid: number) => storage.BlockAtRegistration.put(h.state, [NETUID, uid], 30n)
    // Beside the owner, who always is.
    for (const uid of [1, 2, 3]) protect(uid)
    expect(trim(h, 5)).toBe('SubtensorModule.TrimmingWouldExceedMaxImmunePercentage')
    storage.BlockAtRegistration.put(h.state, [NETUID, 3], 1n)
    expect(trim(h, 5)).toBe('ok')
  })

  test('leaves the owner and the immune, who must not be too many', () => {
    const h = earned()
    expect(trim(h, 5, nominator)).toBe('BadOrigin')
    expect(trim(h, 257)).toBe('SubtensorModule.InvalidValue')
    storage.MinAllowedUids.put(h.state, [NETUID], 2)
    expect(trim(h, 1)).toBe('SubtensorModule.InvalidValue')
    storage.ImmunityPeriod.put(h.state, [NETUID], 1_000)
    expect(trim(h, 5)).toBe('SubtensorModule.TrimmingWouldExceedMaxImmunePercentage')
    storage.ImmunityPeriod.put(h.state, [NETUID], 5)
    expect(trim(h, 2, owner.coldkey)).toBe('ok')
    expect(storage.Keys.get(h.state, NETUID, 0)).toEqual(owner.hotkey)
    expect(trim(h, 2, owner.coldkey)).toBe('SubtensorModule.TxRateLimitExceeded')
    // Fewer neurons than that are no reason to take any.
    expect(trim(h, 2)).toBe('ok')
    expect(h.call(h.subtensor.calls.burned_register, nominator, { netuid: NETUID, hotkey: account(901) })).not.toBe(
      'BadOrigin',
    )
    expectConsistent(h.state)
  })
})
