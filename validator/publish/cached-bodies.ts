import type { Clock } from '../../shared/clock.ts'
import type { SignedBody } from './signed-body.ts'

/** Bodies that were made a moment ago, so that many who ask cost one reading of the database. */
export interface CachedBodies {
  get(path: string, ttlMs: number, make: () => SignedBody): SignedBody
}

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
  const drop = (path: string): void => {
    bytes -= kept.get(path)?.body.bytes.length ?? 0
    kept.delete(path)
  }
  return {
    get(path, ttlMs, make) {
      const nowMs = clock.monotonic()
      const known = kept.get(path)
      drop(path)
      const fresh = known !== undefined && known.untilMs > nowMs ? known : { body: make(), untilMs: nowMs + ttlMs }
      if (fresh.body.bytes.length > maxBytes) return fresh.body
      kept.set(path, fresh)
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
