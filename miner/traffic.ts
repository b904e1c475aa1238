import type { Clock } from '../shared/clock.ts'
import type { Logger } from '../shared/log.ts'
import type { Service } from '../shared/service.ts'

/** Counts requests and logs them together, so that neither a busy minute nor an attacker fills the log. */
export interface Traffic extends Service {
  answered(): void
  /** @param code why, so that an operator sees whether a clock, a permit or a limit keeps validators away. */
  refused(code: string): void
  failed(): void
  /** Answers that a validator was to fetch gave way to others. */
  gaveUp(): void
}

export interface TrafficDeps {
  readonly clock: Clock
  readonly log: Logger
  readonly intervalMs?: number
}

/** See `Traffic`. */
export function createTraffic({ clock, log, intervalMs = 60_000 }: TrafficDeps): Traffic {
  let answered = 0
  let failed = 0
  let givenUp = 0
  let reasons = new Map<string, number>()
  const report = () => {
    const refused = [...reasons.values()].reduce((sum, count) => sum + count, 0)
    if (answered + refused + failed + givenUp > 0)
      log.info('requests', {
        answered,
        refused,
        failed,
        ...(givenUp === 0 ? {} : { givenUp }),
        ...(refused === 0 ? {} : { reasons: Object.fromEntries(reasons) }),
      })
    answered = 0
    failed = 0
    givenUp = 0
    reasons = new Map()
  }
  return {
    name: 'traffic',
    answered: () => void answered++,
    refused: (code) => void reasons.set(code, (reasons.get(code) ?? 0) + 1),
    failed: () => void failed++,
    gaveUp: () => void givenUp++,
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
