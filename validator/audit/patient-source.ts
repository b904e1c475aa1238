import type { Got, Source } from './source.ts'

/** Bodies in a row that did not come, after which a source is given up. */
const PATIENCE = 5

/**
 * A source that is not asked any more after some bodies in a row did not come, each of which may have taken the whole
 * time for one: a server that lists a million rounds and hangs must not hold up the audit of the others.
 */
export function givingUp({ name, get }: Source): Source {
  let failures = 0
  return {
    name,
    async get(path, maxBytes): Promise<Got> {
      if (failures >= PATIENCE)
        return { tag: 'refused', detail: `not asked any more: ${PATIENCE} bodies in a row did not come`, size: 1 }
      const got = await get(path, maxBytes)
      failures = got.tag === 'body' || got.tag === 'missing' ? 0 : failures + 1
      return got
    },
  }
}
