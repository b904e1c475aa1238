import { toBareHex } from '../bytes.ts'

const paths = new WeakMap<Uint8Array, string>()

/** Path of a storage key in the trie: its hex text. */
export const pathOf = (key: Uint8Array): string => paths.get(key) ?? toBareHex(key)

/**
 * Remembers the path of a key as long as the key itself lives, and returns the key, which must not change any more.
 * Writing the path anew costs ten times what looking it up does, so this is for keys that are used again and again.
 */
export function rememberPath(key: Uint8Array): Uint8Array {
  paths.set(key, toBareHex(key))
  return key
}
