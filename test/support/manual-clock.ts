import type { Clock } from '../../shared/clock.ts'

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on, ending the sleeps that are due in their order; what they wake has run when it resolves. */
  advance(ms: number): Promise<void>
  /** Number of sleeps under way. */
  sleepers(): number
}

interface Sleeper {
  readonly until: number
  wake(): void
}

/** @param startMs wall clock time at the start; monotonic time starts at 0. */
export function createManualClock(startMs = 1_700_000_000_000): ManualClock {
  let elapsed = 0
  const sleepers = new Set<Sleeper>()
  /** Lets everything run that waits for a promise only. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

  return {
    now: () => startMs + elapsed,
    monotonic: () => elapsed,
    sleepers: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (ms <= 0) return resolve()
        const abort = () => {
          sleepers.delete(sleeper)
          reject(signal.reason)
        }
        const sleeper = {
          until: elapsed + ms,
          wake() {
            sleepers.delete(sleeper)
            signal.removeEventListener('abort', abort)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal.addEventListener('abort', abort, { once: true })
      }),
    async advance(ms) {
      await settle()
      const end = elapsed + ms
      while (true) {
        const due = [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0]
        if (due === undefined) break
        elapsed = Math.max(elapsed, due.until)
        due.wake()
        await settle()
      }
      elapsed = end
      await settle()
    },
  }
}
