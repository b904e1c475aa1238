import type { Clock } from '../clock.ts'
import { toNs } from './auth-window.ts'

/**
 * Nonces of one sender: the clock in nanoseconds, moved on by one where the clock has not, so that requests of the same
 * millisecond do not look like replays of each other.
 */
export function createNonces(clock: Pick<Clock, 'now'>): () => bigint {
  let last = 0n
  return () => {
    const now = toNs(clock.now())
    last = now > last ? now : last + 1n
    return last
  }
}
