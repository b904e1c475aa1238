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
  /** Whether there are so many tokens, one if not told, without taking them: asked before it is known who really asks. */
  has(key: string, tokens?: number): boolean
  /** Takes so many tokens, one if not told; false, and none taken, when there are fewer. */
  take(key: string, tokens?: number): boolean
  /** Milliseconds until so many tokens are there if nobody takes any; infinite for more than the burst. */
  waitMs(key: string, tokens: number): number
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
    has: (key, tokens = 1) => tokensOf(key, clock.monotonic()) >= tokens,
    take(key, tokens = 1) {
      const nowMs = clock.monotonic()
      const filled = tokensOf(key, nowMs)
      const isFree = filled >= tokens
      // Deleted first, so that the order of the map is the order of the last use.
      buckets.delete(key)
      buckets.set(key, { tokens: isFree ? filled - tokens : filled, atMs: nowMs })
      if (buckets.size > maxKeys) {
        const [oldest] = buckets.keys()
        if (oldest !== undefined) buckets.delete(oldest)
      }
      return isFree
    },
    waitMs(key, tokens) {
      if (tokens > burst) return Number.POSITIVE_INFINITY
      return Math.max(0, ((tokens - tokensOf(key, clock.monotonic())) / perSecond) * 1_000)
    },
  }
}
