import { equalBytes } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

/** Whether a hotkey belongs to a coldkey. */
export const hotkeyExists = (state: Storage, hotkey: Uint8Array): boolean => storage.Owner.has(state, hotkey)

/** Whether a hotkey belongs to this coldkey. */
export const isHotkeyOf = (state: Storage, coldkey: Uint8Array, hotkey: Uint8Array): boolean =>
  hotkeyExists(state, hotkey) && equalBytes(storage.Owner.get(state, hotkey), coldkey)

/** Gives a hotkey that belongs to nobody to a coldkey; leaves others alone. */
export function createHotkey(state: Storage, coldkey: Uint8Array, hotkey: Uint8Array): void {
  if (hotkeyExists(state, hotkey)) return
  storage.Owner.put(state, [hotkey], coldkey)
  for (const list of [storage.StakingHotkeys, storage.OwnedHotkeys]) {
    const hotkeys = list.get(state, coldkey)
    if (!hotkeys.some((known) => equalBytes(known, hotkey))) list.put(state, [coldkey], [...hotkeys, hotkey])
  }
}
