import type { Clock } from './clock.ts'

export interface RateLimitOptions {
  /** Tokens that come back per second. */
  readonly perSecond: number
  /** Most tokens that gather while nothing is asked. Default: two seconds' worth, at least one. */
  readonly burst?: number
  /** Most keys that are remembered; the one asked longest ago is forgotten first. */
  readonly maxKeys?: number
  readonly clock: Pick<Clock, 'monotonic'>
}

/** A token bucket per key. */
export interface RateLimit {
  /** Takes a token; false when there is none. */
  take(key: string): boolean
}

interface Bucket {
  tokens: number
  atMs: number
}

/** See `RateLimit`. Forgetting a key gives it a full bucket again, so `maxKeys` is more than the callers there can be. */
export function createRateLimit({
  perSecond,
  burst = Math.max(1, 2 * perSecond),
  maxKeys = 4_096,
  clock,
}: RateLimitOptions): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    take(key) {
      const nowMs = clock.monotonic()
      const { tokens, atMs } = buckets.get(key) ?? { tokens: burst, atMs: nowMs }
      const filled = Math.min(burst, tokens + ((nowMs - atMs) / 1_000) * perSecond)
      const isFree = filled >= 1
      // Deleted first, so that the order of the map is the order of the last use.
      buckets.delete(key)
      buckets.set(key, { tokens: isFree ? filled - 1 : filled, atMs: nowMs })
      if (buckets.size > maxKeys) {
        const [oldest] = buckets.keys()
        if (oldest !== undefined) buckets.delete(oldest)
      }
      return isFree
    },
  }
}
