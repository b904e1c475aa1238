import type { Clock } from '../shared/clock.ts'
import { toNs } from '../shared/wire/auth-window.ts'
import { createReplayStore, type ReplayStore } from '../shared/wire/replay-store.ts'

/**
 * The nonces that this process has accepted. What was signed before its start is refused, and when that was is told by
 * the wall clock of now: a machine that starts an hour ahead and is set right afterwards would otherwise refuse everybody
 * for that hour.
 */
export function createSeen(clock: Pick<Clock, 'now' | 'monotonic'>): ReplayStore {
  const startedMs = clock.monotonic()
  const { has, add } = createReplayStore({ notBeforeNs: toNs(clock.now()) })
  return {
    get notBeforeNs() {
      return toNs(clock.now() - (clock.monotonic() - startedMs))
    },
    has,
    add,
  }
}
