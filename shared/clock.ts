/** Time as an argument, so that tests drive it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Monotonic milliseconds, for measuring durations. */
  monotonic(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** The machine's clock: with `shared/service.ts`, the only place that touches timers and `Date.now`. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const abort = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', abort)
        resolve()
      }, ms)
      signal.addEventListener('abort', abort, { once: true })
    }),
}

/** A signal that aborts after `ms` or with the parent, whichever comes first. */
export const deadline = (ms: number, parent?: AbortSignal): AbortSignal =>
  parent === undefined ? AbortSignal.timeout(ms) : AbortSignal.any([AbortSignal.timeout(ms), parent])
