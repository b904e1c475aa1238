import { toBareHex } from '../bytes.ts'
import { compactU32 } from '../scale/compact.ts'
import { encode } from '../scale/type.ts'
import { type Trie, triePut } from './trie.ts'
import { rootHash, type StateVersion } from './trie-node.ts'

/**
 * Root of the trie that maps the compact-encoded index of each item to the item: the extrinsics root of a block, and
 * the host function `ext_trie_blake2_256_ordered_root`. polkadot-sdk takes version 0 for the extrinsics root while the
 * runtime's system version is 0 or 1, whatever the state version, and version 1 from system version 2 on.
 */
export function orderedRoot(items: readonly Uint8Array[], version: StateVersion): Uint8Array {
  let trie: Trie
  for (const [index, item] of items.entries()) trie = triePut(trie, toBareHex(encode(compactU32, index)), item, version)
  return rootHash(trie)
}
