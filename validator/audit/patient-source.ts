import type { Clock } from '../../shared/clock.ts'
import type { Got, Source } from './source.ts'

/** Bodies in a row that did not come, after which a source is given up. */
const PATIENCE = 5
/** All bodies of a source may take as long as so many that just come in time. */
const WHOLE_BODIES = 30

/**
 * A source that is not asked any more after some bodies in a row did not come, each of which may have taken the whole
 * time for one, or when all bodies together took too long: a server that lists a million rounds and hangs, or lets each
 * drip in just in time, must not hold up the audit of the others. Whoever has so much time saves transcripts first.
 */
export function givingUp(
  { name, get }: Source,
  { clock, timeoutMs }: { readonly clock: Pick<Clock, 'monotonic'>; readonly timeoutMs: number },
): Source {
  let failures = 0
  let takenMs = 0
  return {
    name,
    async get(path, maxBytes): Promise<Got> {
      if (failures >= PATIENCE)
        return { tag: 'refused', detail: `not asked any more: ${PATIENCE} bodies in a row did not come`, size: 1 }
      if (takenMs > WHOLE_BODIES * timeoutMs) {
        const size = Math.round(takenMs / 1_000)
        return { tag: 'too-slow', detail: `not asked any more: bodies took ${size} s until now`, size }
      }
      const startMs = clock.monotonic()
      const got = await get(path, maxBytes)
      takenMs += clock.monotonic() - startMs
      failures = got.tag === 'body' || got.tag === 'missing' ? 0 : failures + 1
      return got
    },
  }
}
