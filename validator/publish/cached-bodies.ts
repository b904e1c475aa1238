import type { Clock } from '../../shared/clock.ts'
import { AppError } from '../../shared/errors.ts'
import type { SignedBody } from './signed-body.ts'

/** Bodies that were made a moment ago, so that many who ask cost one reading of the database. */
export interface CachedBodies {
  /** @throws AppError `rate-limited` when making bodies has taken its share of the time; those that are kept are had. */
  get(key: string, ttlMs: number, make: () => SignedBody): SignedBody
}

/**
 * Share of the time that may go into making bodies, once the reserve is used up: rounds share the thread, and to a
 * validator that is busy with those who ask for ever other pages all miners would seem late.
 */
const SHARE = 0.2
/** What an audit of many rounds may take at once. */
const RESERVE_MS = 2_000

interface Kept {
  readonly body: SignedBody
  readonly untilMs: number
}

/** See `CachedBodies`. @param maxBytes of all bodies together; those asked for longest ago go first. */
export function createCachedBodies({
  clock,
  maxBytes = 67_108_864,
}: {
  readonly clock: Pick<Clock, 'monotonic'>
  readonly maxBytes?: number
}): CachedBodies {
  const kept = new Map<string, Kept>()
  let bytes = 0
  let reserveMs = RESERVE_MS
  let filledAtMs = clock.monotonic()
  const limited = (make: () => SignedBody): SignedBody => {
    const startMs = clock.monotonic()
    reserveMs = Math.min(RESERVE_MS, reserveMs + SHARE * (startMs - filledAtMs))
    filledAtMs = startMs
    if (reserveMs <= 0) throw new AppError('rate-limited', 'too much is asked for at once; try again later')
    try {
      return make()
    } finally {
      reserveMs -= clock.monotonic() - startMs
    }
  }
  const drop = (key: string): void => {
    bytes -= kept.get(key)?.body.bytes.length ?? 0
    kept.delete(key)
  }
  return {
    get(key, ttlMs, make) {
      const nowMs = clock.monotonic()
      const known = kept.get(key)
      const isGood = known !== undefined && known.untilMs > nowMs
      const fresh = isGood ? known : { body: limited(make), untilMs: nowMs + ttlMs }
      drop(key)
      if (fresh.body.bytes.length > maxBytes) return fresh.body
      kept.set(key, fresh)
      bytes += fresh.body.bytes.length
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break
        drop(oldest)
      }
      return fresh.body
    },
  }
}

/** Tells one version of a body from the next. */
export const etagOf = ({ signature }: SignedBody): string => `"${signature.slice(2, 34)}"`
