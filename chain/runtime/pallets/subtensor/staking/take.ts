import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { errors } from '../errors.ts'
import { hotkeyExists, isHotkeyOf } from '../registration/hotkey-account.ts'
import { storage } from '../storage.ts'

const limitKey = (hotkey: Uint8Array) => ({ tag: 'LastTxBlockDelegateTake', value: [hotkey] }) as const

/** @throws ModuleError unless the hotkey exists and belongs to the coldkey. */
export function ensureOwnHotkey(state: Storage, coldkey: Uint8Array, hotkey: Uint8Array): void {
  ensure(hotkeyExists(state, hotkey), errors.HotKeyAccountNotExists)
  ensure(isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
}

/** The take that a hotkey chose, of 65535; `undefined` while it has the default. */
export const chosenTake = (state: Storage, hotkey: Uint8Array): number | undefined =>
  storage.Delegates.has(state, hotkey) ? storage.Delegates.get(state, hotkey) : undefined

/** Whether the rate limit for increases has passed since the last change. */
export function mayIncreaseTake(state: Storage, hotkey: Uint8Array, block: number): boolean {
  const last = storage.LastRateLimitedBlock.get(state, limitKey(hotkey))
  const limit = storage.TxDelegateTakeRateLimit.get(state)
  return last === 0n || limit === 0n || BigInt(block) - last > limit
}

/** Sets a take and starts the rate limit. */
export function setTake(state: Storage, hotkey: Uint8Array, take: number, block: number): void {
  storage.Delegates.put(state, [hotkey], take)
  storage.LastRateLimitedBlock.put(state, [limitKey(hotkey)], BigInt(block))
}
