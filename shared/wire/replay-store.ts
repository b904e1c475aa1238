import type { Ss58 } from '../units.ts'
import { FUTURE_SKEW_NS, MAX_AGE_NS } from './auth-window.ts'

/** What adding a nonce found: `full` means that the sender or all senders together used up their room. */
export type ReplayVerdict = 'new' | 'seen' | 'full'

/** Nonces that were accepted and are still young enough to be sent again. */
export interface ReplayStore {
  /**
   * Nonces before this are refused. A store is empty after a restart, so what an earlier process accepted is kept out
   * by age: with the time of the start here, a request recorded before it is useless after it.
   */
  readonly notBeforeNs: bigint
  has(sender: Ss58, nonceNs: bigint): boolean
  add(sender: Ss58, nonceNs: bigint, nowNs: bigint): ReplayVerdict
}

/** Bounds of a store's memory; an entry takes some 100 bytes. */
export interface ReplayStoreOptions {
  /** Wall clock at the start of the process, nanoseconds. */
  readonly notBeforeNs: bigint
  /** Most nonces of one sender per 12 s, so that nobody can fill the store for others. */
  readonly maxPerSender?: number
  /** Most nonces of all senders per 12 s. */
  readonly maxTotal?: number
}

/** An entry added now names a nonce of at most now + skew, which is too old for anybody after this time. */
const GENERATION_NS = MAX_AGE_NS + FUTURE_SKEW_NS

/**
 * Remembers nonces in two generations: when the younger one is 12 s old, it becomes the older one and the older one is
 * dropped whole. So every entry lives for 12 s at least, and forgetting costs nothing per entry. When a bound is
 * reached it refuses instead of forgetting, since forgetting would let replays in.
 */
export function createReplayStore({
  notBeforeNs,
  maxPerSender = 32_768,
  maxTotal = 262_144,
}: ReplayStoreOptions): ReplayStore {
  let startedNs = notBeforeNs
  let young = new Map<Ss58, Set<bigint>>()
  let old = new Map<Ss58, Set<bigint>>()
  let total = 0

  const rotate = (nowNs: bigint): void => {
    const age = nowNs - startedNs
    if (age < GENERATION_NS) return
    old = age < 2n * GENERATION_NS ? young : new Map()
    young = new Map()
    total = 0
    startedNs = nowNs
  }
  const has = (sender: Ss58, nonceNs: bigint): boolean =>
    young.get(sender)?.has(nonceNs) === true || old.get(sender)?.has(nonceNs) === true

  return {
    notBeforeNs,
    has,
    add(sender, nonceNs, nowNs) {
      rotate(nowNs)
      if (has(sender, nonceNs)) return 'seen'
      const nonces = young.get(sender) ?? new Set()
      if (nonces.size >= maxPerSender || total >= maxTotal) return 'full'
      young.set(sender, nonces.add(nonceNs))
      total++
      return 'new'
    },
  }
}
