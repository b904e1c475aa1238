import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { totalBalance } from '../../../../../chain/runtime/pallets/balances/account.ts'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import {
  add,
  fromInteger,
  mulDiv,
  sharesAfter,
  sharesFor,
  subtract,
  toInteger,
} from '../../../../../chain/runtime/pallets/subtensor/staking/safe-float.ts'
import {
  canIncreaseStake,
  decreaseStake,
  increaseStake,
  increaseStakeOfAll,
  stakeOf,
  stakeOnHotkey,
} from '../../../../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { createMemoryStorage } from '../../../../support/memory-storage.ts'
import { account } from '../../../../support/pallet-harness.ts'
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

const hotkey = account(1)
const position = (n: number) => ({ hotkey, coldkey: account(n), netuid: 5 })

describe('decimal floats', () => {
  test('have one form each, with the mantissa just below or at 10^21', () => {
    expect(fromInteger(1n)).toEqual({ mantissa: 10n ** 21n, exponent: -21n })
    expect(fromInteger(10n)).toEqual({ mantissa: 10n ** 21n, exponent: -20n })
    expect(fromInteger(0n)).toEqual({ mantissa: 0n, exponent: 0n })
    expect(add(fromInteger(1n), fromInteger(1n))).toEqual({ mantissa: 2n * 10n ** 20n, exponent: -20n })
  })

  test('compute exactly on whole numbers of up to 20 digits', () => {
    const whole = fc.bigInt({ min: 1n, max: 10n ** 17n })
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(toInteger(add(fromInteger(a), fromInteger(b)))).toBe(a + b)
        expect(toInteger(subtract(fromInteger(a + b), fromInteger(b)))).toBe(a)
        expect(toInteger(mulDiv(fromInteger(a), fromInteger(b), fromInteger(b)))).toBe(a)
      }),
    )
  })

  test('divide by zero to zero and never go below it', () => {
    expect(mulDiv(fromInteger(3n), fromInteger(4n), fromInteger(0n))).toEqual(fromInteger(0n))
    expect(subtract(fromInteger(3n), fromInteger(4n))).toEqual(fromInteger(0n))
  })

  test('issue shares as by multiplying, dividing and adding, whether a share is worth a rao or not', () => {
    const u64 = fc.bigInt({ min: 1n, max: 2n ** 63n })
    fc.assert(
      fc.property(u64, fc.oneof(fc.constant(undefined), u64), u64, (amount, worth, total) => {
        const shares = fromInteger(worth ?? total)
        const bought = mulDiv(fromInteger(amount), shares, fromInteger(total))
        expect(sharesFor(amount, shares, total)).toEqual(bought)
        expect(sharesAfter(amount, shares, total)).toEqual(add(shares, bought))
      }),
    )
  })
})

describe('the share pool of a hotkey', () => {
  test('gives all stakers their part of what is paid to all', () => {
    const state = createMemoryStorage()
    increaseStake(state, position(1), 300n)
    increaseStake(state, position(2), 700n)
    increaseStakeOfAll(state, hotkey, 5, 1_000n)
    expect([stakeOf(state, position(1)), stakeOf(state, position(2))]).toEqual([600n, 1_400n])
    decreaseStake(state, position(1), 600n)
    expect(storage.AlphaV2.has(state, hotkey, account(1), 5)).toBe(false)
    expect([stakeOf(state, position(1)), stakeOf(state, position(2))]).toEqual([0n, 1_400n])
    expect(storage.TotalStake.get(state)).toBe(1_400n)
    expect(storage.StakingHotkeys.get(state, account(2))).toEqual([hotkey])
  })

  test('keeps a rao of precision through large payments and withdrawals', () => {
    const state = createMemoryStorage()
    for (const n of [1, 2]) increaseStake(state, position(n), 1n)
    increaseStakeOfAll(state, hotkey, 5, 999_999_999_999_998n)
    for (const n of [1, 2]) decreaseStake(state, position(n), 499_999_999_999_990n)
    increaseStakeOfAll(state, hotkey, 5, 999_999_999_999_980n)
    for (const n of [1, 2]) increaseStake(state, position(n), 1_000_000_000_000n)
    for (const n of [1, 2]) {
      const difference = stakeOf(state, position(n)) - 501_000_000_000_000n
      expect(difference >= -1n && difference <= 1n).toBe(true)
    }
  })

  test('never owes more than it has, and all that it has to those who stay', () => {
    const step = fc.record({
      who: fc.integer({ min: 1, max: 4 }),
      kind: fc.constantFrom('add', 'remove', 'removeAll', 'payAll'),
      amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const state = createMemoryStorage()
        let expected = 0n
        for (const { who, kind, amount } of steps) {
          const mine = stakeOf(state, position(who))
          const less = kind === 'removeAll' || amount > mine ? mine : amount
          if (kind === 'payAll') increaseStakeOfAll(state, hotkey, 5, amount)
          else if (kind !== 'add') decreaseStake(state, position(who), less)
          else if (canIncreaseStake(state, hotkey, 5, amount)) increaseStake(state, position(who), amount)
          else continue
          expected += kind === 'add' || kind === 'payAll' ? amount : -less
        }
        const total = stakeOnHotkey(state, hotkey, 5)
        const owed = [1, 2, 3, 4].map((who) => stakeOf(state, position(who)))
        expect(total).toBe(expected)
        expect(storage.TotalStake.get(state)).toBe(expected)
        expect(owed.reduce((sum, value) => sum + value, 0n) <= total).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('add_stake and remove_stake', () => {
  test('move balance to stake and back, rao for rao', () => {
    const h = populatedHarness()
    const { add_stake, remove_stake } = h.subtensor.calls
    const before = totalBalance(h.state, nominator)
    const mine = { hotkey: validatorA.hotkey, coldkey: nominator, netuid: NETUID }
    expectOk(h.call(add_stake, nominator, { hotkey: validatorA.hotkey, netuid: NETUID, amount_staked: 7n * TAO }))
    expect([stakeOf(h.state, mine), before - totalBalance(h.state, nominator)]).toEqual([7n * TAO, 7n * TAO])
    expect(h.events).toEqual([
      { pallet: 'Balances', name: 'Withdraw', data: { who: nominator, amount: 7n * TAO } },
      {
        pallet: 'SubtensorModule',
        name: 'StakeAdded',
        data: [nominator, validatorA.hotkey, 7n * TAO, 7n * TAO, NETUID, 0n],
      },
    ])
    h.clearEvents()
    expectOk(h.call(remove_stake, nominator, { hotkey: validatorA.hotkey, netuid: NETUID, amount_unstaked: 7n * TAO }))
    expect([stakeOf(h.state, mine), totalBalance(h.state, nominator)]).toEqual([0n, before])
    expect(h.eventNames()).toEqual(['Balances.Deposit', 'SubtensorModule.StakeRemoved'])
    const { total, issuance } = issuanceBreakdown(h.state)
    expect(total).toBe(issuance)
  })

  test('add_stake fails in the order of its checks and changes nothing', () => {
    const h = populatedHarness()
    const stranger = account(999)
    const add_ = (who: Uint8Array, change: { netuid?: number; amount_staked?: bigint; hotkey?: Uint8Array } = {}) =>
      h.call(h.subtensor.calls.add_stake, who, { hotkey: stranger, netuid: NETUID, amount_staked: TAO, ...change })
    const before = h.state.root(1)
    expect(add_(stranger, { netuid: 9, amount_staked: 0n })).toBe('SubtensorModule.SubnetNotExists')
    expect(add_(stranger, { netuid: 1, amount_staked: 0n })).toBe('SubtensorModule.SubtokenDisabled')
    expect(add_(stranger, { amount_staked: 1_999_999n })).toBe('SubtensorModule.AmountTooLow')
    expect(add_(stranger)).toBe('SubtensorModule.NotEnoughBalanceToStake')
    expect(add_(nominator)).toBe('SubtensorModule.HotKeyAccountNotExists')
    expect(add_(nominator, { hotkey: validatorA.hotkey, amount_staked: 5_000n * TAO })).toBe(
      'SubtensorModule.NotEnoughBalanceToStake',
    )
    expect(h.state.root(1)).toEqual(before)
    expect(add_(nominator, { hotkey: validatorA.hotkey, amount_staked: 5_000n * TAO - 500n })).toBe('ok')
  })

  test('remove_stake fails in the order of its checks and changes nothing', () => {
    const h = populatedHarness()
    const remove = (who: Uint8Array, amount_unstaked: bigint, netuid = NETUID) =>
      h.call(h.subtensor.calls.remove_stake, who, { hotkey: validatorA.hotkey, netuid, amount_unstaked })
    const before = h.state.root(1)
    expect(remove(nominator, 0n, 9)).toBe('SubtensorModule.SubnetNotExists')
    expect(remove(nominator, 0n)).toBe('SubtensorModule.AmountTooLow')
    expect(remove(nominator, 1n)).toBe('SubtensorModule.NotEnoughStakeToWithdraw')
    expect(remove(owner.coldkey, TAO)).toBe('SubtensorModule.NotEnoughStakeToWithdraw')
    expect(remove(validatorA.coldkey, 1_999_999n)).toBe('SubtensorModule.AmountTooLow')
    expect(remove(validatorA.coldkey, 1_000n * TAO + 1n)).toBe('SubtensorModule.NotEnoughStakeToWithdraw')
    expect(h.state.root(1)).toEqual(before)
    expect(remove(validatorA.coldkey, 1_000n * TAO - 1n)).toBe('ok')
    expect(remove(validatorA.coldkey, 1n)).toBe('ok')
  })
})

describe('takes', () => {
  test('fall at once and rise within bounds and rate', () => {
    const h = populatedHarness()
    const { decrease_take, increase_take } = h.subtensor.calls
    const { coldkey, hotkey: key } = validatorA
    expect(h.call(decrease_take, coldkey, { hotkey: account(999), take: 1 })).toBe(
      'SubtensorModule.HotKeyAccountNotExists',
    )
    expect(h.call(decrease_take, nominator, { hotkey: key, take: 1 })).toBe('SubtensorModule.NonAssociatedColdKey')
    expect(h.call(increase_take, coldkey, { hotkey: key, take: 11_797 })).toBe('SubtensorModule.DelegateTakeTooHigh')
    expect(h.call(decrease_take, coldkey, { hotkey: key, take: 5_000 })).toBe('ok')
    expect(h.call(decrease_take, coldkey, { hotkey: key, take: 5_000 })).toBe('SubtensorModule.DelegateTakeTooLow')
    expect(h.call(increase_take, coldkey, { hotkey: key, take: 5_000 })).toBe('SubtensorModule.DelegateTakeTooLow')
    expect(h.call(increase_take, coldkey, { hotkey: key, take: 5_001 })).toBe(
      'SubtensorModule.DelegateTxRateLimitExceeded',
    )
    storage.TxDelegateTakeRateLimit.put(h.state, [], 2n)
    h.toBlock(4)
    expect(h.call(increase_take, coldkey, { hotkey: key, take: 5_001 })).toBe('ok')
    expect(storage.Delegates.get(h.state, key)).toBe(5_001)
    storage.MinDelegateTake.put(h.state, [], 1_000)
    expect(h.call(decrease_take, coldkey, { hotkey: key, take: 999 })).toBe('SubtensorModule.DelegateTakeTooLow')
  })
})
