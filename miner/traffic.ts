import type { Clock } from '../shared/clock.ts'
import type { Logger } from '../shared/log.ts'
import type { Service } from '../shared/service.ts'

/** Counts requests and logs them together, so that neither a busy minute nor an attacker fills the log. */
export interface Traffic extends Service {
  answered(): void
  refused(): void
  failed(): void
}

export interface TrafficDeps {
  readonly clock: Clock
  readonly log: Logger
  readonly intervalMs?: number
}

/** See `Traffic`. */
export function createTraffic({ clock, log, intervalMs = 60_000 }: TrafficDeps): Traffic {
  let counts = { answered: 0, refused: 0, failed: 0 }
  const report = () => {
    const { answered, refused, failed } = counts
    if (answered + refused + failed > 0) log.info('requests', counts)
    counts = { answered: 0, refused: 0, failed: 0 }
  }
  return {
    name: 'traffic',
    answered: () => void counts.answered++,
    refused: () => void counts.refused++,
    failed: () => void counts.failed++,
    async run(signal) {
      try {
        for (;;) {
          await clock.sleep(intervalMs, signal)
          report()
        }
      } catch (error) {
        report()
        if (!signal.aborted) throw error
      }
    },
  }
}
