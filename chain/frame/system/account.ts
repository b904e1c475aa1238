import type { Storage } from '../../interface.ts'
import type { BlockContext } from '../call.ts'
import { DispatchFaultError } from '../error.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'
import type { AccountData, AccountInfo } from './types.ts'

/** True when something gives the account a reason to exist. */
export const accountExists = (account: AccountInfo): boolean => account.providers > 0 || account.sufficients > 0

/**
 * Counts one more reason for the account to exist (a balance above the existential deposit).
 * Emits NewAccount when it is the first.
 */
export function incProviders(context: BlockContext, who: Uint8Array): void {
  const account = storage.Account.get(context.state, who)
  storage.Account.put(context.state, [who], { ...account, providers: account.providers + 1 })
  if (!accountExists(account)) context.deposit(events.NewAccount({ account: who }))
}

/**
 * Counts one reason less. Without any left the account is removed with its nonce and data, and KilledAccount emitted.
 * @throws DispatchFaultError `ConsumerRemaining` when something still depends on the account.
 */
export function decProviders(context: BlockContext, who: Uint8Array): void {
  const account = storage.Account.get(context.state, who)
  if (account.providers > 1) {
    storage.Account.put(context.state, [who], { ...account, providers: account.providers - 1 })
  } else if (account.sufficients > 0) {
    storage.Account.put(context.state, [who], { ...account, providers: 0 })
  } else if (account.consumers > 0) {
    throw new DispatchFaultError({ tag: 'ConsumerRemaining' })
  } else {
    storage.Account.remove(context.state, who)
    if (account.providers > 0) context.deposit(events.KilledAccount({ account: who }))
  }
}

/** Counts something that needs the account to go on existing. @throws DispatchFaultError `NoProviders`. */
export function incConsumers(state: Storage, who: Uint8Array): void {
  const account = storage.Account.get(state, who)
  if (account.providers === 0) throw new DispatchFaultError({ tag: 'NoProviders' })
  storage.Account.put(state, [who], { ...account, consumers: account.consumers + 1 })
}

/** The opposite of `incConsumers`; never below zero. */
export function decConsumers(state: Storage, who: Uint8Array): void {
  storage.Account.mutate(state, [who], (account) => ({ ...account, consumers: Math.max(0, account.consumers - 1) }))
}

/**
 * Replaces the balances of an account and keeps its reference counts in step: free balance of at least
 * `existentialDeposit` provides for it, reserved or frozen balance consumes it. Emits NewAccount or KilledAccount.
 * @returns dust: free balance too small to keep, which is gone; the caller takes it from total issuance.
 * @throws DispatchFaultError `ConsumerRemaining` or `NoProviders` when balances would be left without a provider.
 */
export function setAccountData(
  context: BlockContext,
  who: Uint8Array,
  data: AccountData,
  existentialDeposit: bigint,
): bigint {
  const old = storage.Account.get(context.state, who)
  const didProvide = old.providers > 0 && old.data.free >= existentialDeposit
  const provides = data.free >= existentialDeposit
  const didConsume = consumes(old.data)
  if (provides && !didProvide) incProviders(context, who)
  if (consumes(data) && !didConsume) incConsumers(context.state, who)
  if (!consumes(data) && didConsume) decConsumers(context.state, who)
  if (!provides && didProvide) decProviders(context, who)

  const isDust = !provides && data.reserved === 0n
  const kept = isDust ? { ...data, free: 0n } : data
  const account = storage.Account.get(context.state, who)
  if (accountExists(account) || account.nonce > 0) storage.Account.put(context.state, [who], { ...account, data: kept })
  return isDust ? data.free : 0n
}

const consumes = (data: AccountData): boolean => data.reserved > 0n || data.frozen > 0n
