import type { Clock } from '../../../shared/clock.ts'

/** Extrinsics that are refused for a while, by hex of their hash. */
export interface Bans {
  add(id: string): void
  has(id: string): boolean
}

/** At most `limit` bans of `banMs` each; beyond it the oldest ends early, so memory stays bounded. */
export function createBans(clock: Clock, banMs: number, limit = 16_384): Bans {
  // A Map keeps the order of insertion, so the oldest ban comes first.
  const until = new Map<string, number>()
  return {
    add(id) {
      until.delete(id)
      until.set(id, clock.monotonic() + banMs)
      for (const [oldest] of until) {
        if (until.size <= limit) break
        until.delete(oldest)
      }
    },
    has(id) {
      const end = until.get(id)
      if (end === undefined) return false
      if (end > clock.monotonic()) return true
      until.delete(id)
      return false
    },
  }
}
