import type { Clock } from '../../shared/clock.ts'
import type { Forward } from '../forward.ts'

export interface LateDeps {
  readonly forward: Forward
  readonly delayMs: number
  readonly clock: Pick<Clock, 'sleep'>
  /** Aborts when the miner stops. */
  readonly signal: AbortSignal
}

/** Right answers that come too late: what a miner gains that waits for others to answer first. */
export const createLate =
  ({ forward, delayMs, clock, signal }: LateDeps): Forward =>
  async (asked) => {
    const payload = await forward(asked)
    await clock.sleep(delayMs, signal)
    return payload
  }
