import { compareBytes, startsWith } from '../../../shared/bytes.ts'
import type { StateView, StorageChange } from '../api.ts'

/**
 * Keys that begin with `prefix`, in order, strictly after `after`. The start key need not exist and may lie anywhere:
 * one before the prefix changes nothing.
 */
export function* keysWith(state: StateView, prefix: Uint8Array, after?: Uint8Array): Generator<Uint8Array> {
  const isAfterStart = after !== undefined && compareBytes(after, prefix) >= 0
  if (!isAfterStart && state.get(prefix) !== undefined) yield prefix
  let key = state.nextKey(isAfterStart ? after : prefix)
  while (key !== undefined && startsWith(key, prefix)) {
    yield key
    key = state.nextKey(key)
  }
}

/** The change of `key` in a list sorted by key; `undefined` when it did not change. */
export function findChange(changes: readonly StorageChange[], key: Uint8Array): StorageChange | undefined {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const change = changes[middle]
    if (change === undefined) return undefined
    const order = compareBytes(change.key, key)
    if (order === 0) return change
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}
