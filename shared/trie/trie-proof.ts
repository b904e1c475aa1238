import { toBareHex } from '../bytes.ts'
import type { Trie } from './trie.ts'
import { digitAt, encodeNode, merkleValue, rootHash, type TrieNode } from './trie-node.ts'

/** Nodes from the root towards a path, as far as they lie on it, and the one that ends there or leads aside. */
function* nodesTowards(trie: Trie, path: string): Generator<{ readonly node: TrieNode; readonly start: number }> {
  let node = trie
  let start = 0
  while (node !== undefined) {
    yield { node, start }
    const end = start + node.partial.length
    if (end >= path.length || !path.startsWith(node.partial, start)) return
    node = node.children?.[digitAt(path, end)]
    start = end + 1
  }
}

/**
 * Encoded nodes, and values that nodes hold as a hash, that prove what stands at the paths or that nothing does, to
 * whoever knows the root. Nodes shorter than a hash stand inside their parents.
 */
export function trieProof(trie: Trie, paths: readonly string[]): readonly Uint8Array[] {
  const proof = new Map<string, Uint8Array>()
  const add = (bytes: Uint8Array) => proof.set(toBareHex(bytes), bytes)
  if (trie === undefined) return [Uint8Array.of(0)]
  for (const path of paths)
    for (const { node, start } of nodesTowards(trie, path)) {
      if (node === trie || merkleValue(node).length === 32) add(Uint8Array.from(encodeNode(node)))
      const isTarget = start + node.partial.length === path.length && path.endsWith(node.partial)
      if (isTarget && node.isHashed && node.value !== undefined) add(node.value)
    }
  return [...proof.values()]
}

/**
 * Merkle value of the topmost node at or below a path: it changes exactly when something below the path does.
 * `undefined` when nothing is there.
 */
export function closestMerkleValue(trie: Trie, path: string): Uint8Array | undefined {
  for (const { node, start } of nodesTowards(trie, path)) {
    const here = path.slice(0, start) + node.partial
    if (here.startsWith(path)) return node === trie ? rootHash(node) : merkleValue(node)
  }
  return undefined
}
