import { storage as system } from '../../../frame/system/storage.ts'
import type { ReadableStorage, Storage } from '../../../interface.ts'
import { raiseIssuance } from '../balances/account.ts'
import { storage as balances } from '../balances/storage.ts'
import { storage } from './storage.ts'

/*
 * What exists. While every subnet has the constant price 1, subnet token and TAO are the same rao, and each rao is in
 * exactly one place:
 *
 * - balances: free or reserved in an account. The account of a subnet holds what its registration and the
 *   registrations of its neurons cost (`SubnetTAO`).
 * - stake: `TotalHotkeyAlpha` of a hotkey on a subnet.
 * - pending: the four `Pending…` counters of a subnet, filled every block and paid at an epoch.
 *
 * `Balances.TotalIssuance` is their sum, always: a block raises it by what it adds to pending; an epoch lowers it by
 * what it takes from pending and pays to nobody (rounding remainders, the withheld incentive of the owner's hotkeys);
 * staking moves rao between places and leaves it alone; fees and dust lower it. `SubtensorModule.TotalIssuance` repeats
 * it after every block.
 *
 * `SubnetAlphaOut` is no such place: it counts what the emission curve gave, with the fractions of rao that the
 * splitting of each block drops, which are never issued.
 */

/** Where all rao are, and what total issuance says. `total` equals `issuance`. */
export interface IssuanceBreakdown {
  readonly balances: bigint
  readonly stake: bigint
  readonly pending: bigint
  readonly total: bigint
  readonly issuance: bigint
}

/** Counts every rao in its place; walks over all accounts and stakes, so it is for reports and tests. */
export function issuanceBreakdown(state: ReadableStorage): IssuanceBreakdown {
  let free = 0n
  for (const [, { data }] of system.Account.entries(state)) free += data.free + data.reserved
  let stake = 0n
  for (const [, amount] of storage.TotalHotkeyAlpha.entries(state)) stake += amount
  let pending = 0n
  for (const counter of PENDING) for (const [, amount] of counter.entries(state)) pending += amount
  return { balances: free, stake, pending, total: free + stake + pending, issuance: balances.TotalIssuance.get(state) }
}

const PENDING = [
  storage.PendingServerEmission,
  storage.PendingValidatorEmission,
  storage.PendingRootAlphaDivs,
  storage.PendingOwnerCut,
] as const

/** Adds new rao to a pending counter and to issuance. */
export function issuePending(state: Storage, counter: (typeof PENDING)[number], netuid: number, amount: bigint): void {
  if (amount === 0n) return
  counter.mutate(state, [netuid], (pending) => pending + amount)
  raiseIssuance(state, amount)
}

/** Empties a pending counter; its rao still exist and are the caller's to pay or to destroy (`lowerIssuance` of Balances). */
export function takePending(state: Storage, counter: (typeof PENDING)[number], netuid: number): bigint {
  const amount = counter.get(state, netuid)
  if (amount > 0n) counter.remove(state, netuid)
  return amount
}

/** Brings this pallet's copy of total issuance up to date. */
export function mirrorIssuance(state: Storage): void {
  storage.TotalIssuance.put(state, [], balances.TotalIssuance.get(state))
}
