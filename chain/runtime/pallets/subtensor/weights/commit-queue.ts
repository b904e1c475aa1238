import { equalBytes } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'
import { isExpired, type RevealWindow } from './reveal-window.ts'

/** A hash that waits to be revealed: hash, epoch and block of the commit, and a number of old that is always 0. */
export type HashCommit = readonly [hash: Uint8Array, epoch: bigint, block: bigint, unused: bigint]

/** The queue of a hotkey, oldest first, in those that can still be revealed and those that cannot. */
export interface SortedQueue {
  readonly live: readonly HashCommit[]
  readonly expired: readonly HashCommit[]
}

/** Takes expired commits from the front of a queue. */
export function dropExpired(queue: readonly HashCommit[], window: RevealWindow): SortedQueue {
  const first = queue.findIndex(([, epoch]) => !isExpired(window, epoch))
  const kept = first < 0 ? queue.length : first
  return { live: queue.slice(kept), expired: queue.slice(0, kept) }
}

/** Where a hash stands in a queue; -1 for nowhere. */
export const findHash = (queue: readonly HashCommit[], hash: Uint8Array): number =>
  queue.findIndex(([other]) => equalBytes(other, hash))

/** Stores a queue; an empty one leaves nothing behind. */
export function storeQueue(state: Storage, index: number, hotkey: Uint8Array, queue: readonly HashCommit[]): void {
  if (queue.length === 0) storage.WeightCommits.remove(state, index, hotkey)
  else storage.WeightCommits.put(state, [index, hotkey], queue)
}
