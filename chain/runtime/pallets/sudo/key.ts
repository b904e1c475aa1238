import { equalBytes } from '../../../../shared/bytes.ts'
import type { Storage } from '../../../interface.ts'
import { storage } from './storage.ts'

/** True when the account is the sudo key. */
export function isSudoKey(state: Storage, who: Uint8Array): boolean {
  const key = storage.Key.get(state)
  return key !== undefined && equalBytes(key, who)
}
