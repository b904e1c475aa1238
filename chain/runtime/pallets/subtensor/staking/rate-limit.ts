import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

/** Kinds of transactions that are limited per account and subnet: the third key of `TransactionKeyLastBlock`. */
export const transactionKinds = {
  setChildren: 0,
  setChildkeyTake: 1,
  setWeightsVersionKey: 4,
  setOwnerHotkey: 5,
  ownerHyperparameter: 6,
  mechanismCount: 7,
  mechanismEmission: 8,
  trimUids: 9,
  tempo: 11,
} as const
export type TransactionKind = keyof typeof transactionKinds

/** Whether as many blocks have passed since the last transaction of a kind; the first is always free. */
export function mayTransact(
  state: Storage,
  kind: TransactionKind,
  by: { readonly who: Uint8Array; readonly netuid: number; readonly block: number; readonly limit: bigint },
): boolean {
  const last = storage.TransactionKeyLastBlock.get(state, by.who, by.netuid, transactionKinds[kind])
  return last === 0n || BigInt(by.block) - last >= by.limit
}

/** Remembers a transaction of a kind. */
export function noteTransaction(
  state: Storage,
  kind: TransactionKind,
  by: { readonly who: Uint8Array; readonly netuid: number; readonly block: number },
): void {
  storage.TransactionKeyLastBlock.put(state, [by.who, by.netuid, transactionKinds[kind]], BigInt(by.block))
}
