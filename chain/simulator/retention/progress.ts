import { Presets, SingleBar } from 'cli-progress'
import type { Clock } from '../../../shared/clock.ts'

const LINE_EVERY_MS = 10_000

/** `1 min 5 s` */
function minutes(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** Shows how many epochs are done. */
export interface Progress {
  add(epochs: number): void
  /** Takes the bar away. */
  close(): void
}

/** Shows a bar with the rate and the time left: one that moves on a terminal, a line from time to time elsewhere. */
export function openProgress(total: number, stream: NodeJS.WritableStream, clock: Clock): Progress {
  const bar = new SingleBar(
    {
      format: '{bar} {percentage} %  {value} of {total} epochs  {rate} epochs/s  {left} left',
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
  let done = 0
  bar.start(total, 0, { rate: '–', left: '–' })
  return {
    add(epochs) {
      done += epochs
      const seconds = (clock.monotonic() - startedAt) / 1000
      if (seconds <= 0) return
      bar.update(done, { rate: (done / seconds).toFixed(0), left: minutes(((total - done) * seconds) / done) })
    },
    close: () => bar.stop(),
  }
}
