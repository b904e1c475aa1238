import { beforeAll, describe, expect, test } from 'vitest'
import { storage as system } from '../../../../../chain/frame/system/storage.ts'
import { forceSetBalance } from '../../../../../chain/runtime/pallets/balances/calls/force-set-balance.ts'
import { balancesCurrency } from '../../../../../chain/runtime/pallets/balances/currency.ts'
import { balances } from '../../../../../chain/runtime/pallets/balances/index.ts'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account, createPalletHarness, type PalletHarness } from '../../../../support/pallet-harness.ts'

beforeAll(cryptoReady)

const { calls } = balances
const alice = account(1)
const bob = account(2)
const id = (who: Uint8Array) => ({ tag: 'Id', value: [who] }) as const
const free = (h: PalletHarness, who: Uint8Array) => system.Account.get(h.state, who).data.free

function setUp(rao = 10_000n): PalletHarness {
  const h = createPalletHarness({ genesis: { endowments: [{ who: alice, rao }] } })
  h.clearEvents()
  return h
}
function expectConserved(h: PalletHarness) {
  const { total, issuance } = issuanceBreakdown(h.state)
  expect(total).toBe(issuance)
}

describe('transfers', () => {
  test('create the receiver and tell so in the order of Substrate', () => {
    const h = setUp()
    expect(h.call(calls.transfer_allow_death, alice, { dest: id(bob), value: 4_000n })).toBe('ok')
    expect([free(h, alice), free(h, bob)]).toEqual([6_000n, 4_000n])
    expect(h.eventNames()).toEqual(['System.NewAccount', 'Balances.Endowed', 'Balances.Transfer'])
    expect(h.events.at(-1)?.data).toEqual({ from: alice, to: bob, amount: 4_000n })
    expectConserved(h)
  })

  test('that leave less than the existential deposit kill the sender and lose the dust', () => {
    const h = setUp()
    expect(h.call(calls.transfer_allow_death, alice, { dest: id(bob), value: 9_501n })).toBe('ok')
    expect(system.Account.has(h.state, alice)).toBe(false)
    expect(h.eventNames()).toContain('Balances.DustLost')
    expect(h.eventNames()).toContain('System.KilledAccount')
    expectConserved(h)
  })

  test('with keep_alive refuse to leave less than the existential deposit', () => {
    const h = setUp()
    expect(h.call(calls.transfer_keep_alive, alice, { dest: id(bob), value: 9_501n })).toBe('Token.NotExpendable')
    expect(h.call(calls.transfer_keep_alive, alice, { dest: id(bob), value: 9_500n })).toBe('ok')
    expect(free(h, alice)).toBe(500n)
  })

  test.each([
    ['more than there is', { dest: id(bob), value: 10_001n }, 'Token.FundsUnavailable'],
    ['too little for a new account', { dest: id(bob), value: 499n }, 'Token.BelowMinimum'],
    [
      'to an address without an account',
      { dest: { tag: 'Raw', value: [Uint8Array.of(1)] } as const, value: 1n },
      'CannotLookup',
    ],
  ])('of %s fail and change nothing', (_, args, error) => {
    const h = setUp()
    const before = h.state.root(1)
    expect(h.call(calls.transfer_allow_death, alice, args)).toBe(error)
    expect(h.state.root(1)).toEqual(before)
    expect(h.events).toEqual([])
  })

  test('to oneself change nothing and tell nothing', () => {
    const h = setUp()
    expect(h.call(calls.transfer_allow_death, alice, { dest: id(alice), value: 10n })).toBe('ok')
    expect([free(h, alice), h.events]).toEqual([10_000n, []])
  })

  test('of everything keep the existential deposit when asked', () => {
    const h = setUp()
    expect(h.call(calls.transfer_all, alice, { dest: id(bob), keep_alive: true })).toBe('ok')
    expect(free(h, alice)).toBe(500n)
    expect(h.call(calls.transfer_all, alice, { dest: id(bob), keep_alive: false })).toBe('ok')
    expect([system.Account.has(h.state, alice), free(h, bob)]).toEqual([false, 10_000n])
    expectConserved(h)
  })

  test('need a signed origin, forced ones root', () => {
    const h = setUp()
    expect(h.call(calls.transfer_allow_death, 'root', { dest: id(bob), value: 1_000n })).toBe('BadOrigin')
    const forced = { source: id(alice), dest: id(bob), value: 1_000n }
    expect(h.call(calls.force_transfer, alice, forced)).toBe('BadOrigin')
    expect(h.call(calls.force_transfer, 'root', forced)).toBe('ok')
    expect(free(h, bob)).toBe(1_000n)
  })

  test('do not take an account that something depends on below the existential deposit', () => {
    const h = setUp()
    system.Account.mutate(h.state, [alice], (info) => ({ ...info, consumers: 1 }))
    expect(h.call(calls.transfer_allow_death, alice, { dest: id(bob), value: 9_600n })).toBe('Token.Frozen')
    expect(h.call(calls.transfer_all, alice, { dest: id(bob), keep_alive: false })).toBe('ok')
    expect(free(h, alice)).toBe(500n)
  })

  test('leave frozen balance alone', () => {
    const h = setUp()
    system.Account.mutate(h.state, [alice], (info) => ({ ...info, data: { ...info.data, frozen: 8_000n } }))
    expect(h.call(calls.transfer_allow_death, alice, { dest: id(bob), value: 2_001n })).toBe('Token.Frozen')
    expect(h.call(calls.transfer_allow_death, alice, { dest: id(bob), value: 2_000n })).toBe('ok')
  })
})

describe('issuance', () => {
  test('follows a balance that root sets', () => {
    const h = setUp()
    expect(h.call(forceSetBalance, alice, { who: id(alice), new_free: 1n })).toBe('BadOrigin')
    expect(h.call(forceSetBalance, 'root', { who: id(bob), new_free: 7_000n })).toBe('ok')
    expect(h.call(forceSetBalance, 'root', { who: id(alice), new_free: 499n })).toBe('ok')
    expect([free(h, alice), free(h, bob)]).toEqual([0n, 7_000n])
    expect(h.eventNames().filter((name) => /Issued|Rescinded|BalanceSet/.test(name))).toEqual([
      'Balances.Issued',
      'Balances.BalanceSet',
      'Balances.Rescinded',
      'Balances.BalanceSet',
    ])
    expectConserved(h)
  })

  test('falls by what is burnt', () => {
    const h = setUp()
    const before = issuanceBreakdown(h.state).issuance
    expect(h.call(calls.burn, alice, { value: 9_600n, keep_alive: true })).toBe('Token.FundsUnavailable')
    expect(h.call(calls.burn, alice, { value: 1_000n, keep_alive: true })).toBe('ok')
    expect(issuanceBreakdown(h.state).issuance).toBe(before - 1_000n)
    expect(h.eventNames()).toEqual(['Balances.Burned'])
    expectConserved(h)
  })

  test('falls by fees and rises by what is given back', () => {
    const h = setUp()
    expect(balancesCurrency.free(h.state, alice)).toBe(9_500n)
    balancesCurrency.withdraw(h.context(), alice, 9_500n)
    expectConserved(h)
    expect(() => balancesCurrency.withdraw(h.context(), alice, 1n)).toThrowError(/FundsUnavailable/)
    balancesCurrency.deposit(h.context(), alice, 100n)
    expect(free(h, alice)).toBe(600n)
    expect(h.eventNames()).toEqual(['Balances.Withdraw', 'Balances.Deposit'])
    expectConserved(h)
  })
})
