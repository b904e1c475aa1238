import { Presets, SingleBar } from 'cli-progress'
import type { Clock } from '../../shared/clock.ts'

const LINE_EVERY_MS = 10_000

/** `1 min 5 s` */
function minutes(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** One decimal where whole numbers would say little. */
const rateText = (rate: number): string => rate.toFixed(rate < 10 ? 1 : 0)

/** Shows how much is done. */
export interface Progress {
  add(count: number): void
  /** Takes the bar away. */
  close(): void
}

/** What is counted. */
export interface ProgressOptions {
  readonly total: number
  /** In the plural, such as `epochs`. */
  readonly unit: string
  /** Done before, which took none of the time. */
  readonly done?: number
}

/** Shows a bar with the rate and the time left: one that moves on a terminal, a line from time to time elsewhere. */
export function openProgress(
  { total, unit, done: before = 0 }: ProgressOptions,
  { stream, clock }: { readonly stream: NodeJS.WritableStream; readonly clock: Clock },
): Progress {
  const bar = new SingleBar(
    {
      format: `{bar} {percentage} %  {value} of {total} ${unit}  {rate} ${unit}/s  {left} left`,
      stream,
      barsize: 30,
      noTTYOutput: true,
      notTTYSchedule: LINE_EVERY_MS,
      clearOnComplete: true,
      hideCursor: true,
      // Signals are the service's business.
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  const startedAt = clock.monotonic()
  let done = before
  bar.start(total, before, { rate: '–', left: '–' })
  return {
    add(count) {
      done += count
      const seconds = (clock.monotonic() - startedAt) / 1000
      if (seconds <= 0 || done === before) return
      bar.update(done, {
        rate: rateText((done - before) / seconds),
        left: minutes(((total - done) * seconds) / (done - before)),
      })
    },
    close: () => bar.stop(),
  }
}
