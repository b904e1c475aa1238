import { toBareHex } from '../../shared/bytes.ts'
import { createMemoryStorage, type MemoryStorage } from './memory-storage.ts'

/** One entry that differs; `undefined` is absent. */
export interface Change {
  readonly key: Uint8Array
  readonly before: Uint8Array | undefined
  readonly after: Uint8Array | undefined
}

export interface WatchedStorage extends MemoryStorage {
  /** Forgets what was written so far. */
  watch(): void
  /** Entries that are not as they were at `watch`, whoever wrote them and whatever was rolled back. */
  changes(): readonly Change[]
  /** Transactions that were opened and not closed. */
  depth(): number
}

/** Memory storage that tells what changed; its root is constant, because hashing thousands of states is not the point. */
export function createWatchedStorage(): WatchedStorage {
  const inner = createMemoryStorage()
  const touched = new Map<string, { key: Uint8Array; before: Uint8Array | undefined }>()
  let depth = 0
  const touch = (key: Uint8Array) => {
    const name = toBareHex(key)
    if (!touched.has(name)) touched.set(name, { key: key.slice(), before: inner.get(key)?.slice() })
  }
  return {
    ...inner,
    root: () => new Uint8Array(32),
    set(key, value) {
      touch(key)
      inner.set(key, value)
    },
    delete(key) {
      touch(key)
      inner.delete(key)
    },
    begin() {
      depth++
      inner.begin()
    },
    commit() {
      depth--
      inner.commit()
    },
    rollback() {
      depth--
      inner.rollback()
    },
    depth: () => depth,
    watch: () => touched.clear(),
    changes() {
      const changes: Change[] = []
      for (const { key, before } of touched.values()) {
        const after = inner.get(key)
        if (!isEqual(before, after)) changes.push({ key, before, after })
      }
      return changes
    },
  }
}

const isEqual = (a: Uint8Array | undefined, b: Uint8Array | undefined) =>
  a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0
