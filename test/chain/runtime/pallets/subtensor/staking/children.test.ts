import { beforeAll, describe, expect, test } from 'vitest'
import { shareDividend } from '../../../../../../chain/runtime/pallets/subtensor/coinbase/family-dividends.ts'
import { stakeReader } from '../../../../../../chain/runtime/pallets/subtensor/staking/stake-reader.ts'
import { storage } from '../../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../../shared/crypto/ready.ts'
import { expectConserved, expectConsistent } from '../../../../../support/chain-invariants.ts'
import { account, type PalletHarness } from '../../../../../support/pallet-harness.ts'
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
} from '../../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const A = validatorA.hotkey
const B = validatorB.hotkey
const WHOLE = 2n ** 64n - 1n
const HALF = 2n ** 63n
type Child = readonly [bigint, Uint8Array]

const choose = (h: PalletHarness, children: readonly Child[], from = validatorA, netuid = NETUID) =>
  h.call(h.subtensor.calls.set_children, from.coldkey, { hotkey: from.hotkey, netuid, children })

describe('set_children', () => {
  test('takes effect with the first epoch after the cooldown', () => {
    const h = populatedHarness()
    expect(choose(h, [[HALF, B]])).toBe('ok')
    expect(h.events.at(-1)).toMatchObject({
      name: 'SetChildrenScheduled',
      data: [A, NETUID, 16n, [[HALF, B]]],
    })
    // The epochs of blocks 10 and 16 come too early: 16 is not yet over at 16.
    h.toBlock(19)
    expect(storage.ChildKeys.get(h.state, A, NETUID)).toEqual([])
    h.clearEvents()
    h.toBlock(20)
    expect(storage.ChildKeys.get(h.state, A, NETUID)).toEqual([[HALF, B]])
    expect(storage.ParentKeys.get(h.state, B, NETUID)).toEqual([[HALF, A]])
    expect(storage.PendingChildKeys.has(h.state, NETUID, A)).toBe(false)
    expect(h.eventNames()).toContain('SubtensorModule.SetChildren')
    expectConsistent(h.state)
  })

  test('takes effect at once before the subnet has started', () => {
    const h = populatedHarness()
    storage.SubtokenEnabled.put(h.state, [NETUID], false)
    expect(
      choose(h, [
        [HALF, B],
        [1n, miners[0]!.hotkey],
      ]),
    ).toBe('ok')
    expect(storage.ParentKeys.get(h.state, miners[0]!.hotkey, NETUID)).toEqual([[1n, A]])
    storage.TransactionKeyLastBlock.clear(h.state)
    expect(choose(h, [[7n, B]])).toBe('ok')
    expect(storage.ParentKeys.get(h.state, miners[0]!.hotkey, NETUID)).toEqual([])
    expect(storage.ParentKeys.get(h.state, B, NETUID)).toEqual([[7n, A]])
    expectConsistent(h.state)
  })

  test('fails in the order of its checks and changes nothing', () => {
    const h = populatedHarness()
    const before = h.state.root(1)
    const keys = [1, 2, 3, 4, 5, 6].map((n) => account(600 + n))
    expect(choose(h, [], validatorA, 0)).toBe('SubtensorModule.RegistrationNotPermittedOnRootSubnet')
    expect(choose(h, [], validatorA, 9)).toBe('SubtensorModule.SubnetNotExists')
    expect(choose(h, [], { coldkey: nominator, hotkey: A })).toBe('SubtensorModule.NonAssociatedColdKey')
    expect(
      choose(h, [
        [1n, B],
        [1n, B],
      ]),
    ).toBe('SubtensorModule.DuplicateChild')
    expect(choose(h, [[1n, A]])).toBe('SubtensorModule.InvalidChild')
    expect(
      choose(
        h,
        keys.map((key) => [1n, key] as const),
      ),
    ).toBe('SubtensorModule.TooManyChildren')
    expect(
      choose(h, [
        [WHOLE, B],
        [1n, keys[0]!],
      ]),
    ).toBe('SubtensorModule.ProportionOverflow')
    expect(h.state.root(1)).toEqual(before)
    storage.StakeThreshold.put(h.state, [], 1_000n * TAO + 1n)
    expect(choose(h, [[1n, B]])).toBe('SubtensorModule.NotEnoughStakeToSetChildkeys')
    expect(choose(h, [[1n, B]], owner)).toBe('ok')
    expect(choose(h, [[2n, B]], owner)).toBe('SubtensorModule.TxRateLimitExceeded')
    h.toBlock(151)
    expect(choose(h, [[2n, B]], owner)).toBe('ok')
  })

  test('refuses a parent as a child, also one that became it while waiting', () => {
    const h = populatedHarness()
    expectOk(choose(h, [[1n, B]]))
    expectOk(choose(h, [[1n, A]], validatorB))
    h.toBlock(20)
    // Both waited; whoever came first in storage won, and the other choice is gone.
    const [down, up] = [storage.ChildKeys.get(h.state, A, NETUID), storage.ChildKeys.get(h.state, B, NETUID)]
    expect(down.length + up.length).toBe(1)
    expectConsistent(h.state)
    storage.TransactionKeyLastBlock.clear(h.state)
    const [parent, child] = down.length === 1 ? [validatorA, validatorB] : [validatorB, validatorA]
    expect(choose(h, [[1n, parent.hotkey]], child)).toBe('SubtensorModule.ChildParentInconsistency')
  })
})

test('stake on the subnet and on root counts for children', () => {
  const h = populatedHarness()
  expectOk(h.call(h.subtensor.calls.add_stake, validatorA.coldkey, { hotkey: A, netuid: 0, amount_staked: 80n * TAO }))
  storage.SubtokenEnabled.put(h.state, [NETUID], false)
  expectOk(choose(h, [[2n ** 62n, B]]))
  const stakes = stakeReader(h.state, NETUID)
  // A quarter, by U96F32: 2^62 of 2^64 - 1 is exactly 0.25 in 32 bits.
  expect([stakes.alpha(A), stakes.alpha(B)]).toEqual([750n * TAO, 750n * TAO])
  expect([stakes.tao(A), stakes.tao(B)]).toEqual([60n * TAO, 20n * TAO])
})

test('childkey takes have bounds and a rate', () => {
  const h = populatedHarness()
  const take = (value: number, who = validatorA.coldkey) =>
    h.call(h.subtensor.calls.set_childkey_take, who, { hotkey: A, netuid: NETUID, take: value })
  expect(take(1, nominator)).toBe('SubtensorModule.NonAssociatedColdKey')
  expect(take(11_797)).toBe('SubtensorModule.InvalidChildkeyTake')
  storage.MinChildkeyTakePerSubnet.put(h.state, [NETUID], 50)
  expect(take(49)).toBe('SubtensorModule.InvalidChildkeyTake')
  expect([take(11_796), take(100), take(101)]).toEqual(['ok', 'ok', 'SubtensorModule.TxChildkeyTakeRateLimitExceeded'])
  h.toBlock(6)
  expect(take(101)).toBe('ok')
  const { sudo_set_max_childkey_take, sudo_set_min_childkey_take } = h.subtensor.calls
  expect(h.call(sudo_set_max_childkey_take, 'root', { take: 60 })).toBe('ok')
  expect(h.call(sudo_set_min_childkey_take, 'root', { take: 55 })).toBe('ok')
  expect([take(54), take(61), take(60)]).toEqual([
    'SubtensorModule.InvalidChildkeyTake',
    'SubtensorModule.InvalidChildkeyTake',
    'ok',
  ])
})

describe('a dividend', () => {
  const family = {
    dividend: 1_000_000n,
    alphaStake: 300n * TAO,
    rootStake: 0n,
    given: [],
    childTake: 0,
    burn: 0n,
    taoWeight: 0n,
  }
  const parent = { alphaStake: 300n * TAO, rootStake: 0n, proportion: WHOLE, isForeign: true }

  test('is parted by whose stake earned it', () => {
    expect(shareDividend({ ...family, parents: [parent] })).toEqual({ parents: [500_000n], child: 500_000n })
    expect(shareDividend({ ...family, alphaStake: 0n, parents: [parent] })).toEqual({
      parents: [1_000_000n],
      child: 0n,
    })
    const half = { ...parent, proportion: HALF }
    expect(shareDividend({ ...family, alphaStake: 450n * TAO, parents: [half] })).toEqual({
      parents: [250_000n],
      child: 750_000n,
    })
    // What the child gives to children of its own earned it nothing.
    expect(shareDividend({ ...family, given: [WHOLE], parents: [parent] })).toEqual({
      parents: [1_000_000n],
      child: 0n,
    })
  })

  test('leaves the child its take of foreign parents alone, and part of it to nobody', () => {
    const taking = { ...family, childTake: 13_107 }
    expect(shareDividend({ ...taking, parents: [parent] })).toEqual({ parents: [400_000n], child: 599_999n })
    expect(shareDividend({ ...taking, parents: [{ ...parent, isForeign: false }] })).toEqual({
      parents: [500_000n],
      child: 500_000n,
    })
    expect(shareDividend({ ...family, burn: HALF, parents: [parent] })).toEqual({
      parents: [250_000n],
      child: 500_000n,
    })
  })

  test('counts root stake at its weight', () => {
    const taoWeight = 1n << 31n
    const onRoot = { ...parent, alphaStake: 0n, rootStake: 600n * TAO }
    expect(shareDividend({ ...family, taoWeight, parents: [onRoot] })).toEqual({ parents: [500_000n], child: 500_000n })
  })
})

test('a child pays its parent in the epoch, and every rao is accounted for', () => {
  const h = populatedHarness()
  storage.SubtokenEnabled.put(h.state, [NETUID], false)
  expectOk(choose(h, [[WHOLE, B]]))
  storage.SubtokenEnabled.put(h.state, [NETUID], true)
  h.toBlock(11)
  for (const { hotkey } of [validatorB])
    expectOk(
      h.call(h.subtensor.calls.set_weights, hotkey, { netuid: NETUID, dests: [3], weights: [1], version_key: 0n }),
    )
  const before = storage.TotalHotkeyAlpha.get(h.state, A, NETUID)
  h.toBlock(30)
  // A gave all its stake away, set no weights, and still is paid two thirds of what B earned.
  const [a, b] = [A, B].map((hotkey) => storage.AlphaDividendsPerSubnet.get(h.state, NETUID, hotkey))
  expect(storage.TotalHotkeyAlpha.get(h.state, A, NETUID)).toBeGreaterThan(before)
  expect(Number(a) / Number(a! + b!)).toBeCloseTo(2 / 3, 2)
  expectConserved(h.state)
})
