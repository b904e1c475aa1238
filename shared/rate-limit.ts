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
  /** Whether there is a token, without taking it: asked before it is known who really asks. */
  has(key: string): boolean
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
  const tokensOf = (key: string, nowMs: number): number => {
    const { tokens, atMs } = buckets.get(key) ?? { tokens: burst, atMs: nowMs }
    return Math.min(burst, tokens + ((nowMs - atMs) / 1_000) * perSecond)
  }
  return {
    has: (key) => tokensOf(key, clock.monotonic()) >= 1,
    take(key) {
      const nowMs = clock.monotonic()
      const filled = tokensOf(key, nowMs)
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
