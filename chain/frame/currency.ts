import type { Storage } from '../interface.ts'
import type { BlockContext } from './call.ts'

/**
 * What fees need of the pallet that keeps balances; amounts in rao. Fees are burned: `withdraw` lowers total issuance
 * and `deposit` (the part of a fee that is given back) raises it again, so that issuance always equals what exists.
 */
export interface Currency {
  /** The most that `withdraw` would take from `who`: free, less frozen, and never what keeps the account alive. */
  free(state: Storage, who: Uint8Array): bigint
  /** Takes and burns. @throws DispatchFaultError `Token` when `amount` exceeds `free`. */
  withdraw(context: BlockContext, who: Uint8Array, amount: bigint): void
  /** Issues to an account; raises total issuance. */
  deposit(context: BlockContext, who: Uint8Array, amount: bigint): void
}
