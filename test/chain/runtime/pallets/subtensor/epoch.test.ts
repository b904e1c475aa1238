import { beforeAll, describe, expect, test } from 'vitest'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { stakeOf, stakeOnHotkey } from '../../../../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import {
  expectOk,
  miners,
  NETUID,
  nominator,
  owner,
  populatedHarness,
  TAO,
  validatorA,
  validatorB,
} from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

/** What waits for an epoch after ten blocks. */
const OWNER_CUT = 10n * 179_995_422n
const HALF = 10n * 410_002_288n
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)

function expectConserved(h: PalletHarness) {
  const { total, issuance } = issuanceBreakdown(h.state)
  expect(total).toBe(issuance)
}
const setWeights = (h: PalletHarness, hotkey: Uint8Array, dests: readonly number[], weights: readonly number[]) =>
  expectOk(h.call(h.subtensor.calls.set_weights, hotkey, { netuid: NETUID, dests, weights, version_key: 0n }))
const stakes = (h: PalletHarness) =>
  [owner, validatorA, validatorB, ...miners].map(({ hotkey }) => stakeOnHotkey(h.state, hotkey, NETUID))

interface Payday {
  h: PalletHarness
  /** What the stake of each uid grew by in the epoch. */
  paid: bigint[]
}

/** Runs to the second epoch (block 20), before which both validators weighted. The first one gives them permits. */
function payday(change: (h: PalletHarness) => void = () => {}, dests: readonly number[] = [3, 4, 5]): Payday {
  const h = populatedHarness()
  h.toBlock(10)
  setWeights(h, validatorA.hotkey, dests, [60, 30, 10])
  setWeights(h, validatorB.hotkey, dests, [60, 30, 10])
  change(h)
  h.toBlock(19)
  const before = stakes(h)
  h.clearEvents()
  h.nextBlock()
  return { h, paid: stakes(h).map((after, uid) => after - before[uid]!) }
}

describe('an epoch', () => {
  test('pays the owner cut, miners by consensus and validators by their stake', () => {
    const { h, paid } = payday()
    const [ownerPaid, a, b, ...minersPaid] = paid
    expect(ownerPaid).toBe(OWNER_CUT)
    // 60, 30 and 10 of 100, to within the precision of u16 weights.
    for (const [i, share] of [6n, 3n, 1n].entries()) {
      const ideal = (HALF * share) / 10n
      const difference = minersPaid[i]! - ideal
      expect(difference * difference * 100_000_000n < ideal * ideal).toBe(true)
    }
    expect(HALF - a! - b! < 10n).toBe(true)
    expect(a! > 2n * b! - 10_000_000n && a! < 2n * b! + 10_000_000n).toBe(true)
    expectConserved(h)
  })

  test('pays validators the miners’ half too while nobody weighs a miner', () => {
    const h = populatedHarness()
    h.toBlock(19)
    const before = stakes(h)
    h.nextBlock()
    const paid = stakes(h).map((after, uid) => after - before[uid]!)
    expect(paid.slice(3)).toEqual([0n, 0n, 0n])
    const unpaid = OWNER_CUT + 2n * HALF - sum(paid)
    expect(unpaid >= 0n && unpaid < 10n).toBe(true)
    expectConserved(h)
  })

  test('writes what it found for every uid', () => {
    const { h } = payday()
    const { state } = h
    const incentive = storage.Incentive.get(state, NETUID)
    expect(incentive.slice(0, 3)).toEqual([0, 0, 0])
    expect(incentive[3]! / 65_535).toBeCloseTo(0.6, 3)
    expect(incentive[4]! / 65_535).toBeCloseTo(0.3, 3)
    expect(storage.Dividends.get(state, NETUID).map((value) => value > 0)).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ])
    expect(
      storage.ValidatorTrust.get(state, NETUID)
        .slice(1, 3)
        .every((trust) => trust > 65_000),
    ).toBe(true)
    // The owner's hotkey has a permit without stake.
    expect(storage.ValidatorPermit.get(state, NETUID)).toEqual([true, true, true, false, false, false])
    expect(storage.Active.get(state, NETUID)).toEqual([true, true, true, true, true, true])
    expect(storage.Consensus.get(state, NETUID)).toHaveLength(6)
    expect(storage.StakeWeight.get(state, NETUID)[1]).toBeGreaterThan(storage.StakeWeight.get(state, NETUID)[2]!)
    expect(storage.Bonds.get(state, NETUID, 1).columns).toEqual(Uint16Array.of(3, 4, 5))
    expect(storage.Bonds.has(state, NETUID, 5)).toBe(true)
    expect(sum(storage.Emission.get(state, NETUID)) > 2n * HALF - 10n).toBe(true)
    expect(storage.LastMechansimStepBlock.get(state, NETUID)).toBe(20n)
    expect(storage.PendingServerEmission.get(state, NETUID)).toBe(0n)
  })

  test('tells what each uid got as incentive', () => {
    const { h, paid } = payday()
    expect(h.events).toContainEqual({
      pallet: 'SubtensorModule',
      name: 'IncentiveAlphaEmittedToMiners',
      data: { netuid: NETUID, emissions: [0n, 0n, 0n, ...paid.slice(3)] },
    })
  })

  test('destroys the remainders of rounding, and no more', () => {
    const { h, paid } = payday()
    const before = issuanceBreakdown(h.state)
    const remainder = OWNER_CUT + 2n * HALF - sum(paid)
    expect(remainder >= 0n && remainder < 20n).toBe(true)
    const issued = sum(paid) + before.pending
    expect(issued).toBe(before.pending + OWNER_CUT + 2n * HALF - remainder)
    expectConserved(h)
  })

  test('without weights pays everything to validators by stake', () => {
    const h = populatedHarness()
    h.toBlock(9)
    const before = stakes(h)
    h.nextBlock()
    const paid = stakes(h).map((after, uid) => after - before[uid]!)
    // The first block had no emission yet.
    expect(paid.slice(3)).toEqual([0n, 0n, 0n])
    expect((2n * HALF * 9n) / 10n - paid[1]! - paid[2]! < 10n).toBe(true)
    expectConserved(h)
  })

  test('leaves weights out that a registration made void', () => {
    const { h } = payday((harness) => {
      storage.MaxAllowedUids.put(harness.state, [NETUID], 6)
      storage.Emission.put(harness.state, [NETUID], [9n, 9n, 9n, 0n, 9n, 9n])
      harness.nextBlock()
      expectOk(
        harness.call(harness.subtensor.calls.burned_register, miners[1]!.coldkey, {
          netuid: NETUID,
          hotkey: account(400),
        }),
      )
    })
    expect(storage.Keys.get(h.state, NETUID, 3)).toEqual(account(400))
    expect(storage.Incentive.get(h.state, NETUID)[3]).toBe(0)
    expect(storage.Incentive.get(h.state, NETUID)[4]! / 65_535).toBeCloseTo(0.75, 3)
    expectConserved(h)
  })
})

describe('nominators', () => {
  test('share what is left after the take, by stake', () => {
    const { h, paid } = payday((harness) => {
      expectOk(
        harness.call(harness.subtensor.calls.add_stake, nominator, {
          hotkey: validatorA.hotkey,
          netuid: NETUID,
          amount_staked: 1_000n * TAO,
        }),
      )
    })
    const at = (coldkey: Uint8Array) => stakeOf(h.state, { hotkey: validatorA.hotkey, coldkey, netuid: NETUID })
    const dividends = paid[1]!
    const take = (dividends * 11_796n) / 65_535n
    const rest = dividends - take
    const gain = at(nominator) - 1_000n * TAO
    // The validator staked as much and got the first epoch on top, so the nominator holds a little less than half.
    expect(gain < rest / 2n && gain > (rest * 49n) / 100n).toBe(true)
    const recorded = storage.AlphaDividendsPerSubnet.get(h.state, NETUID, validatorA.hotkey)
    expect(rest - recorded <= 1n && recorded - rest <= 1n).toBe(true)
    expectConserved(h)
  })

  test('get everything where the take is zero', () => {
    const { h, paid } = payday((harness) => {
      const { calls } = harness.subtensor
      expectOk(harness.call(calls.decrease_take, validatorB.coldkey, { hotkey: validatorB.hotkey, take: 0 }))
    })
    expect(storage.AlphaDividendsPerSubnet.get(h.state, NETUID, validatorB.hotkey)).toBe(paid[2])
  })
})

describe('incentive of the subnet owner', () => {
  test('is withheld and destroyed', () => {
    const { h, paid } = payday(undefined, [0, 4, 5])
    expect(paid[0]).toBe(OWNER_CUT)
    const issued = sum(paid)
    expect(OWNER_CUT + 2n * HALF - issued > (HALF * 59n) / 100n).toBe(true)
    const burned = Number(storage.MinerBurned.get(h.state, NETUID)) / 2 ** 32
    expect(burned).toBeCloseTo(0.6, 3)
    expect(storage.SubnetAlphaOut.get(h.state, NETUID)).toBe(1_500n * TAO + 19n * TAO)
    expectConserved(h)
  })

  test('leaves the count of subnet token too where it is recycled', () => {
    const { h } = payday((harness) => storage.RecycleOrBurn.put(harness.state, [NETUID], { tag: 'Recycle' }), [0, 4, 5])
    expect(storage.SubnetAlphaOut.get(h.state, NETUID)).toBeLessThan(1_500n * TAO + 17n * TAO)
    expectConserved(h)
  })
})

test('incentive goes where the coldkey of a miner wants it', () => {
  const [first] = miners
  const { h, paid } = payday((harness) => {
    storage.AutoStakeDestination.put(harness.state, [first!.coldkey, NETUID], validatorB.hotkey)
  })
  expect(paid[3]).toBe(0n)
  const position = { hotkey: validatorB.hotkey, coldkey: first!.coldkey, netuid: NETUID }
  expect(stakeOf(h.state, position) > (HALF * 59n) / 100n).toBe(true)
  expect(h.eventNames()).toContain('SubtensorModule.AutoStakeAdded')
  expectConserved(h)
})

test('a full subnet of 64 validators and 192 miners pays all miners and conserves tokens', () => {
  const h = populatedHarness()
  const { state } = h
  const { calls } = h.subtensor
  storage.MaxBurn.put(state, [NETUID], 1_000_000n)
  for (let uid = 6; uid < 256; uid++)
    expectOk(h.call(calls.burned_register, nominator, { netuid: NETUID, hotkey: account(1_000 + uid) }))
  for (let uid = 6; uid < 64; uid++) {
    const stake = { hotkey: account(1_000 + uid), netuid: NETUID, amount_staked: BigInt(uid) * TAO }
    expectOk(h.call(calls.add_stake, nominator, stake))
  }
  h.toBlock(10)
  const dests = Array.from({ length: 192 }, (_, i) => 64 + i)
  const weightOf = (uid: number, dest: number) => ((dest * 7 + uid) % 50) + 1
  for (let uid = 6; uid < 64; uid++)
    setWeights(
      h,
      account(1_000 + uid),
      dests,
      dests.map((dest) => weightOf(uid, dest)),
    )
  h.toBlock(20)
  expect(storage.Incentive.get(state, NETUID).filter((value) => value > 0)).toHaveLength(192)
  expectConserved(h)
})
