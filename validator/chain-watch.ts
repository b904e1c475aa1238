import type { Clock } from '../shared/clock.ts'
import type { Service } from '../shared/service.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import type { Guard } from './guard.ts'

export interface ChainWatchDeps {
  readonly client: Pick<SubtensorClient, 'head'>
  readonly clock: Pick<Clock, 'sleep'>
  readonly guard: Guard
}

const PERIOD_MS = 10_000

/**
 * Asks the chain for its head now and then, so that an outage is told: without new blocks the other services just wait.
 */
export const createChainWatch = ({ client, clock, guard }: ChainWatchDeps): Service => ({
  name: 'chain-watch',
  async run(signal) {
    try {
      for (;;) {
        await clock.sleep(PERIOD_MS, signal)
        await guard.attempt(() => client.head(), signal)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  },
})
