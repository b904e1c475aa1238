import type { Clock } from '../../../shared/clock.ts'
import { SIGNS } from './signs.ts'

/** A run that makes no step any more, and whose turn it was: -1 where no strategy was at work. */
export interface Hang {
  readonly index: number
  readonly epoch: number
}

/** What is watched, and for how long nothing may happen. */
export interface WatchOptions {
  readonly signs: Int32Array
  /** Milliseconds after which a strategy whose turn it is counts as hanging. */
  readonly patienceMs: number
  /** Hears of all epochs done so far. */
  readonly onEpochs: (done: number) => void
}

const LOOK_EVERY_MS = 200
/** Loading, and the work of validators and chain in a large scenario, may take this long on a busy machine. */
const LOADING_MS = 600_000

/** Looks at the signs of a run until it hangs; `undefined` once the signal aborts. */
export async function watchRun(
  { signs, patienceMs, onEpochs }: WatchOptions,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Hang | undefined> {
  let before = ''
  let movedAt = clock.monotonic()
  for (;;) {
    const isOver = await clock.sleep(LOOK_EVERY_MS, signal).then(
      () => false,
      () => true,
    )
    const [begun = 0, epochs = 0, turn = 0, epoch = 0] = Object.values(SIGNS).map((place) => Atomics.load(signs, place))
    onEpochs(epochs)
    if (isOver) return undefined
    const now = `${begun} ${epochs} ${turn} ${epoch}`
    if (now !== before || begun === 0) {
      before = now
      movedAt = clock.monotonic()
    } else if (clock.monotonic() - movedAt > (turn === 0 ? Math.max(patienceMs, LOADING_MS) : patienceMs))
      return { index: turn - 1, epoch }
  }
}
