import { beforeAll, describe, expect, test } from 'vitest'
import { totalBalance } from '../../../../../../chain/runtime/pallets/balances/account.ts'
import { chooseIndices } from '../../../../../../chain/runtime/pallets/subtensor/staking/claim.ts'
import { owedOf } from '../../../../../../chain/runtime/pallets/subtensor/staking/root-claims.ts'
import { stakeOf } from '../../../../../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { subnetAccount } from '../../../../../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { cryptoReady } from '../../../../../../shared/crypto/ready.ts'
import { expectConserved } from '../../../../../support/chain-invariants.ts'
import { account, type PalletHarness } from '../../../../../support/pallet-harness.ts'
import {
  expectOk,
  NETUID,
  nominator,
  populatedHarness,
  TAO,
  validatorA,
  validatorB,
} from '../../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const A = validatorA.hotkey

/** Subnet 2 with root stake of a nominator on A; an epoch has paid root stakers, and nobody claims automatically. */
function paidRoot(kind: 0 | 1): PalletHarness {
  const h = populatedHarness({ newSubnetMechanism: kind })
  storage.NumRootClaim.put(h.state, [], 0n)
  const { add_stake, set_weights } = h.subtensor.calls
  expectOk(h.call(add_stake, nominator, { hotkey: A, netuid: 0, amount_staked: 4_000n * TAO }))
  // Subnet 1 starts too, so that prices sum to more than 1 and root stakers are paid.
  storage.FirstEmissionBlockNumber.put(h.state, [1], 1n)
  storage.SubtokenEnabled.put(h.state, [1], true)
  for (const netuid of [1, NETUID]) storage.SubnetMovingPrice.put(h.state, [netuid], 1n << 32n)
  h.toBlock(11)
  for (const { hotkey } of [validatorA, validatorB])
    expectOk(h.call(set_weights, hotkey, { netuid: NETUID, dests: [3], weights: [1], version_key: 0n }))
  h.toBlock(31)
  expectConserved(h.state)
  return h
}
const claim = (h: PalletHarness, subnets: readonly number[] = [NETUID]) =>
  h.call(h.subtensor.calls.claim_root, nominator, { subnets })
const owed = (h: PalletHarness) => owedOf(h.state, A, nominator, NETUID) >> 32n
const onRoot = { hotkey: A, coldkey: nominator, netuid: 0 }
const onSubnet = { hotkey: A, coldkey: nominator, netuid: NETUID }

describe('root stake', () => {
  test.each([0, 1] as const)('earns token of a subnet of kind %i that is sold for root stake', (kind) => {
    const h = paidRoot(kind)
    const earned = owed(h)
    expect(earned).toBeGreaterThan(500_000n)
    const [before, pool] = [stakeOf(h.state, onRoot), totalBalance(h.state, subnetAccount(NETUID))]
    expect(claim(h)).toBe('ok')
    const got = stakeOf(h.state, onRoot) - before
    if (kind === 0) expect(earned - got <= 1n).toBe(true)
    else {
      expect(got).toBeGreaterThan(0n)
      expect(pool - totalBalance(h.state, subnetAccount(NETUID))).toBe(storage.SubnetRootSellTao.get(h.state, NETUID))
    }
    expect(owed(h)).toBeLessThanOrEqual(1n)
    expect(h.eventNames()).toContain('SubtensorModule.RootClaimed')
    expectConserved(h.state)
  })

  test('is kept as stake on the subnet where its holder says so', () => {
    const h = paidRoot(1)
    const keep = (new_root_claim_type: unknown) =>
      h.call(h.subtensor.calls.set_root_claim_type, nominator, { new_root_claim_type } as never)
    expect(keep({ tag: 'KeepSubnets', value: { subnets: [] } })).toBe('SubtensorModule.InvalidSubnetNumber')
    expect(keep({ tag: 'KeepSubnets', value: { subnets: [NETUID] } })).toBe('ok')
    const earned = owed(h)
    expect(claim(h)).toBe('ok')
    const kept = stakeOf(h.state, onSubnet)
    expect(earned - kept <= 1n && kept <= earned).toBe(true)
    expectConserved(h.state)
  })

  test('wins no claims when it is added to, and loses them when it leaves', () => {
    const h = paidRoot(0)
    const earned = owed(h)
    const { add_stake, remove_stake } = h.subtensor.calls
    expectOk(h.call(add_stake, nominator, { hotkey: A, netuid: 0, amount_staked: 300n * TAO }))
    expect(owed(h) - earned <= 1n && owed(h) >= earned - 1n).toBe(true)
    expectOk(h.call(remove_stake, nominator, { hotkey: A, netuid: 0, amount_unstaked: 300n * TAO }))
    expect(owed(h) - earned <= 2n && owed(h) >= earned - 2n).toBe(true)
    expectOk(h.call(remove_stake, nominator, { hotkey: A, netuid: 0, amount_unstaked: 2_000n * TAO }))
    expect(owed(h) - earned / 2n <= 2n && owed(h) >= earned / 2n - 2n).toBe(true)
    expectConserved(h.state)
  })

  test('waits below the threshold', () => {
    const h = paidRoot(0)
    const threshold = (value: bigint) =>
      h.call(h.subtensor.calls.sudo_set_root_claim_threshold, 'root', { netuid: NETUID, new_value: value })
    expect(threshold(10_000_001n)).toBe('SubtensorModule.InvalidRootClaimThreshold')
    expect(threshold(10_000_000n)).toBe('ok')
    const earned = owed(h)
    storage.RootClaimableThreshold.put(h.state, [NETUID], (earned + 1n) << 32n)
    expect(claim(h)).toBe('ok')
    expect(owed(h)).toBe(earned)
  })

  test('is claimed for everybody in turn', () => {
    const h = paidRoot(0)
    expect(h.call(h.subtensor.calls.sudo_set_num_root_claims, 'root', { new_value: 51n })).toBe(
      'SubtensorModule.InvalidNumRootClaim',
    )
    expect(h.call(h.subtensor.calls.sudo_set_num_root_claims, 'root', { new_value: 5n })).toBe('ok')
    const before = stakeOf(h.state, onRoot)
    h.nextBlock()
    expect(stakeOf(h.state, onRoot)).toBeGreaterThan(before)
    expect(owed(h)).toBeLessThanOrEqual(1n)
    expectConserved(h.state)
  })

  test('claims name one to five subnets', () => {
    const h = paidRoot(0)
    expect(claim(h, [])).toBe('SubtensorModule.InvalidSubnetNumber')
    expect(claim(h, [1, 2, 3, 4, 5, 6])).toBe('SubtensorModule.InvalidSubnetNumber')
  })
})

test('the indices of a hash are below the count and ascend', () => {
  const hash = Uint8Array.from({ length: 32 }, (_, i) => (i * 37) & 0xff)
  for (const count of [1n, 3n, 1_000n]) {
    const chosen = chooseIndices(hash, 5n, count)
    expect(chosen.every((index) => index < count)).toBe(true)
    expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => Number(a - b)))
  }
  expect(chooseIndices(new Uint8Array(32).fill(255), 2n, 10n)).toEqual([5n])
})

describe('root_register', () => {
  test('gives uids for nothing, within rates, and on a full root for more stake', () => {
    const h = populatedHarness()
    const { root_register, add_stake } = h.subtensor.calls
    const register = (n: { coldkey: Uint8Array; hotkey: Uint8Array }) =>
      h.call(root_register, n.coldkey, { hotkey: n.hotkey })
    expect(register(validatorA)).toBe('ok')
    expect(register(validatorB)).toBe('SubtensorModule.TooManyRegistrationsThisBlock')
    h.nextBlock()
    expect(register(validatorA)).toBe('SubtensorModule.HotKeyAlreadyRegisteredInSubNet')
    expect(register({ coldkey: nominator, hotkey: validatorB.hotkey })).toBe('SubtensorModule.NonAssociatedColdKey')
    storage.MaxAllowedUids.put(h.state, [0], 1)
    expect(register(validatorB)).toBe('SubtensorModule.StakeTooLowForRoot')
    expectOk(h.call(add_stake, validatorB.coldkey, { hotkey: validatorB.hotkey, netuid: 0, amount_staked: 10n * TAO }))
    expect(register(validatorB)).toBe('ok')
    expect(storage.Uids.get(h.state, 0, validatorB.hotkey)).toBe(0)
    expect(storage.Uids.has(h.state, 0, validatorA.hotkey)).toBe(false)
    expect(storage.Delegates.get(h.state, validatorB.hotkey)).toBe(11_796)
    h.nextBlock()
    storage.RegistrationsThisInterval.put(h.state, [0], 3)
    expect(register({ coldkey: nominator, hotkey: account(800) })).toBe(
      'SubtensorModule.TooManyRegistrationsThisInterval',
    )
  })
})
