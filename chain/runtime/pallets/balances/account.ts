import { equalBytes } from '../../../../shared/bytes.ts'
import type { BlockContext } from '../../../frame/call.ts'
import { DispatchFaultError } from '../../../frame/error.ts'
import { setAccountData } from '../../../frame/system/account.ts'
import { storage as system } from '../../../frame/system/storage.ts'
import type { AccountData, AccountInfo } from '../../../frame/system/types.ts'
import type { Storage } from '../../../interface.ts'
import { EXISTENTIAL_DEPOSIT } from './constants.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'

/** `expendable`: the account may die of the withdrawal. `preserve`: it must keep the existential deposit. */
export type Preservation = 'expendable' | 'preserve'

const U64_MAX = (1n << 64n) - 1n

const greater = (a: bigint, b: bigint) => (a > b ? a : b)
const lessOrZero = (a: bigint, b: bigint) => (a > b ? a - b : 0n)

/** Free and reserved balance of an account, rao. */
export function totalBalance(state: Storage, who: Uint8Array): bigint {
  const { data } = system.Account.get(state, who)
  return data.free + data.reserved
}

/** The most that can be taken from an account under a preservation, rao. */
export const reducibleBalance = (state: Storage, who: Uint8Array, preservation: Preservation): bigint =>
  reducible(system.Account.get(state, who), preservation)

/** Adds newly made rao to the total; the caller puts them somewhere. @throws DispatchFaultError `Arithmetic`. */
export function raiseIssuance(state: Storage, amount: bigint): void {
  storage.TotalIssuance.mutate(state, [], (total) => {
    if (total + amount > U64_MAX) throw overflow()
    return total + amount
  })
}

/** Takes destroyed rao from the total. @throws DispatchFaultError `Arithmetic`. */
export function lowerIssuance(state: Storage, amount: bigint): void {
  storage.TotalIssuance.mutate(state, [], (total) => {
    if (total < amount) throw new DispatchFaultError({ tag: 'Arithmetic', error: 'Underflow' })
    return total - amount
  })
}

/**
 * Moves balance between accounts. Emits Transfer (and what creation or death of an account emits).
 * @throws DispatchFaultError `Token` as Substrate does: FundsUnavailable, Frozen, OnlyProvider, NotExpendable, BelowMinimum.
 */
export function transfer(
  context: BlockContext,
  options: { from: Uint8Array; to: Uint8Array; amount: bigint; preservation: Preservation },
): void {
  const { from, to, amount, preservation } = options
  checkWithdrawal(system.Account.get(context.state, from), amount, preservation)
  checkDeposit(system.Account.get(context.state, to), amount)
  if (equalBytes(from, to)) return
  decrease(context, from, amount, preservation)
  increase(context, to, amount)
  context.deposit(events.Transfer({ from, to, amount }))
}

/**
 * Takes balance out of an account into the keeping of another pallet; total issuance stays. Emits Withdraw.
 * @throws DispatchFaultError `Token` FundsUnavailable.
 */
export function takeOut(context: BlockContext, who: Uint8Array, amount: bigint, preservation: Preservation): void {
  decrease(context, who, amount, preservation)
  context.deposit(events.Withdraw({ who, amount }))
}

/**
 * Puts rao that another pallet kept into an account; total issuance stays. Emits Deposit.
 * @throws DispatchFaultError `Token` BelowMinimum when the account would stay below the existential deposit.
 */
export function putIn(context: BlockContext, who: Uint8Array, amount: bigint): void {
  if (amount === 0n) return
  checkDeposit(system.Account.get(context.state, who), amount)
  increase(context, who, amount)
  context.deposit(events.Deposit({ who, amount }))
}

/** Destroys balance. Emits Burned. @throws DispatchFaultError `Token` FundsUnavailable. */
export function burnFrom(context: BlockContext, who: Uint8Array, amount: bigint, preservation: Preservation): void {
  decrease(context, who, amount, preservation)
  lowerIssuance(context.state, amount)
  context.deposit(events.Burned({ who, amount }))
}

/**
 * Sets the free balance; less than the existential deposit counts as nothing.
 * Emits BalanceSet, and Issued or Rescinded.
 */
export function forceBalance(context: BlockContext, who: Uint8Array, requested: bigint): void {
  const free = requested < EXISTENTIAL_DEPOSIT ? 0n : requested
  const account = system.Account.get(context.state, who)
  const old = account.data.free
  write(context, who, account, { ...account.data, free })
  if (free > old) {
    raiseIssuance(context.state, free - old)
    context.deposit(events.Issued({ amount: free - old }))
  } else if (free < old) {
    lowerIssuance(context.state, old - free)
    context.deposit(events.Rescinded({ amount: old - free }))
  }
  context.deposit(events.BalanceSet({ who, free }))
}

function decrease(context: BlockContext, who: Uint8Array, amount: bigint, preservation: Preservation): void {
  if (amount === 0n) return
  const account = system.Account.get(context.state, who)
  if (amount > reducible(account, preservation)) throw tokenFault('FundsUnavailable')
  write(context, who, account, { ...account.data, free: account.data.free - amount })
}

function increase(context: BlockContext, who: Uint8Array, amount: bigint): void {
  if (amount === 0n) return
  const account = system.Account.get(context.state, who)
  write(context, who, account, { ...account.data, free: account.data.free + amount })
}

function write(context: BlockContext, who: Uint8Array, old: AccountInfo, data: AccountData): void {
  const isNew = isEmpty(old.data) && !isEmpty(data)
  const dust = setAccountData(context, who, data, EXISTENTIAL_DEPOSIT)
  if (isNew) context.deposit(events.Endowed({ account: who, free_balance: data.free }))
  if (dust === 0n) return
  lowerIssuance(context.state, dust)
  context.deposit(events.DustLost({ account: who, amount: dust }))
}

const isEmpty = (data: AccountData) => data.free === 0n && data.reserved === 0n && data.frozen === 0n

/** Something besides the free balance, or nothing at all, keeps the account. */
const canDie = (account: AccountInfo) => account.consumers === 0 || account.providers > 1

function reducible(account: AccountInfo, preservation: Preservation): bigint {
  const { free, reserved, frozen } = account.data
  const mustLive = preservation === 'preserve' || (free > 0n && !canDie(account))
  return lessOrZero(free, greater(lessOrZero(frozen, reserved), mustLive ? EXISTENTIAL_DEPOSIT : 0n))
}

function checkWithdrawal(account: AccountInfo, amount: bigint, preservation: Preservation): void {
  if (amount === 0n) return
  const { free, reserved, frozen } = account.data
  if (amount > free) throw tokenFault('FundsUnavailable')
  if (amount > reducible(account, 'expendable')) throw tokenFault('Frozen')
  if (free - amount < EXISTENTIAL_DEPOSIT) {
    if (!canDie(account)) throw tokenFault('OnlyProvider')
    if (preservation !== 'expendable') throw tokenFault('NotExpendable')
  }
  if (free - amount + reserved < frozen) throw tokenFault('Frozen')
}

function checkDeposit(account: AccountInfo, amount: bigint): void {
  if (amount === 0n) return
  const total = account.data.free + account.data.reserved + amount
  if (total > U64_MAX) throw overflow()
  if (total < EXISTENTIAL_DEPOSIT) throw tokenFault('BelowMinimum')
}

const overflow = () => new DispatchFaultError({ tag: 'Arithmetic', error: 'Overflow' })

const tokenFault = (error: 'FundsUnavailable' | 'OnlyProvider' | 'BelowMinimum' | 'Frozen' | 'NotExpendable') =>
  new DispatchFaultError({ tag: 'Token', error }, `token error ${error}`)
