import { compareBytes, equalBytes } from '../../../../shared/bytes.ts'
import type { Storage } from '../../../interface.ts'
import { storage } from './storage.ts'

type Entry = readonly [netuid: number, who: Uint8Array]

const isSame = (a: Entry, b: Entry): boolean => a[0] === b[0] && equalBytes(a[1], b[1])

/** Notes that an account waits for the beacon. */
export function addToIndex(state: Storage, entry: Entry): void {
  const index = storage.TimelockedIndex.get(state)
  if (index.some((other) => isSame(other, entry))) return
  const sorted = [...index, entry].sort((a, b) => a[0] - b[0] || compareBytes(a[1], b[1]))
  storage.TimelockedIndex.put(state, [], sorted)
}

/** Notes that it does not wait any more. */
export function removeFromIndex(state: Storage, entry: Entry): void {
  const index = storage.TimelockedIndex.get(state)
  const rest = index.filter((other) => !isSame(other, entry))
  if (rest.length < index.length) storage.TimelockedIndex.put(state, [], rest)
}
