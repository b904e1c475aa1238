import type { Storage } from '../../chain/interface.ts'
import { concat } from '../../shared/bytes.ts'
import { blake2b256 } from '../../shared/crypto/hashes.ts'

/** One character a byte, so that string order is byte order. */
const toText = (key: Uint8Array) => Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
/** Entries by key text and the keys in order; inserting moves an array, which is fast enough for tests. */
function createSortedMap() {
  const values = new Map<string, Uint8Array>()
  const keys: string[] = []
  /** Index of the first key that is not below `key`. */
  const position = (key: string) => {
    let low = 0
    let high = keys.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((keys[middle] ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    get: (key: string) => values.get(key),
    set(key: string, value: Uint8Array) {
      if (!values.has(key)) keys.splice(position(key), 0, key)
      values.set(key, value)
    },
    delete(key: string) {
      if (values.delete(key)) keys.splice(position(key), 1)
    },
    nextHigherKey(key: string) {
      const at = position(key)
      return keys[at] === key ? keys[at + 1] : keys[at]
    },
    toArray: () => keys.map((key) => [key, values.get(key) ?? new Uint8Array()] as const),
  }
}

export interface MemoryStorage extends Storage {
  /** All entries in key order, for comparing states. */
  entries(): readonly (readonly [key: Uint8Array, value: Uint8Array])[]
}

/** Storage without a trie: `root` is a hash over all entries, good for "did anything change". */
export function createMemoryStorage(): MemoryStorage {
  const tree = createSortedMap()
  const journals: (readonly [key: string, old: Uint8Array | undefined])[][] = []

  const put = (key: string, value: Uint8Array | undefined) => {
    journals.at(-1)?.push([key, tree.get(key)])
    if (value === undefined) tree.delete(key)
    else tree.set(key, value)
  }
  const close = () => {
    const journal = journals.pop()
    if (journal === undefined) throw new Error('no transaction is open')
    return journal
  }
  const entries = () => tree.toArray().map(([key, value]) => [toBytes(key), value] as const)

  return {
    entries,
    get: (key) => tree.get(toText(key)),
    set: (key, value) => put(toText(key), value.slice()),
    delete: (key) => put(toText(key), undefined),
    nextKey(key) {
      const next = tree.nextHigherKey(toText(key))
      return next === undefined ? undefined : toBytes(next)
    },
    begin: () => {
      journals.push([])
    },
    commit() {
      const journal = close()
      const parent = journals.at(-1)
      if (parent !== undefined) for (const change of journal) parent.push(change)
    },
    rollback() {
      for (const [key, old] of close().reverse()) {
        if (old === undefined) tree.delete(key)
        else tree.set(key, old)
      }
    },
    root: () => blake2b256(concat(...entries().flatMap(([key, value]) => [blake2b256(key), blake2b256(value)]))),
  }
}
