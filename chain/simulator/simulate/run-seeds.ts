import { extname } from 'node:path'
import { Tinypool } from 'tinypool'
import type { Clock } from '../../../shared/clock.ts'
import { AppError } from '../../../shared/errors.ts'
import { baselineOf, type PairedResult } from '../play/paired.ts'
import { epochsOf } from '../play/run-scenario.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { SimulateTask } from './worker.ts'

export interface SeedsOptions {
  readonly loaded: LoadedScenario
  readonly workers: number
  /** Milliseconds without a single epoch after which a run counts as hanging. */
  readonly patienceMs: number
}

const LOOK_EVERY_MS = 200

/** The worker's file: TypeScript in a checkout, JavaScript in a package. */
const workerFile = () => new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href

/** Seeds of the runs of a scenario: the first is its own. */
export const seedsOf = ({ seed, seeds }: LoadedScenario['scenario']): readonly string[] =>
  Array.from({ length: seeds }, (_, run) => (run === 0 ? seed : `${seed} ${run + 1}`))

/** Epochs of all runs, those without attackers counted. */
export const allEpochs = (scenario: LoadedScenario['scenario']): number =>
  scenario.seeds * epochsOf(scenario) * (baselineOf(scenario) === undefined ? 1 : 2)

/**
 * Runs a scenario for each of its seeds on worker threads, in an order that the result does not show.
 * @param onEpochs hears how many more epochs are done.
 * @throws AppError `strategy-hangs` when a run makes no epoch for too long; the signal's reason when it aborts; what a run
 * throws.
 */
export async function runSeeds(
  { loaded: { scenario, base }, workers, patienceMs }: SeedsOptions,
  { clock, signal, onEpochs }: { clock: Clock; signal: AbortSignal; onEpochs: (count: number) => void },
): Promise<readonly PairedResult[]> {
  signal.throwIfAborted()
  const seeds = seedsOf(scenario)
  const threads = Math.min(workers, seeds.length)
  const pool = new Tinypool({ filename: workerFile(), name: 'work', minThreads: threads, maxThreads: threads })
  const counters = new Int32Array(new SharedArrayBuffer(4 * seeds.length))
  const ended = new AbortController()
  const watch = watchEpochs({ counters, patienceMs, onEpochs, clock, signal: AbortSignal.any([signal, ended.signal]) })
  const stop = () => void pool.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const runs = seeds.map((seed, slot): Promise<PairedResult> => {
      const task: SimulateTask = { scenario, seed, base, counters, slot }
      return pool.run(task)
    })
    return await Promise.race([Promise.all(runs), watch])
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    ended.abort()
    signal.removeEventListener('abort', stop)
    await pool.destroy()
  }
}

interface WatchOptions {
  readonly counters: Int32Array
  readonly patienceMs: number
  readonly onEpochs: (count: number) => void
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Tells progress until the signal aborts, and then never settles. @throws AppError `strategy-hangs`. */
async function watchEpochs({ counters, patienceMs, onEpochs, clock, signal }: WatchOptions): Promise<never> {
  let before = 0
  let movedAt = clock.monotonic()
  for (;;) {
    const isOver = await clock.sleep(LOOK_EVERY_MS, signal).then(
      () => false,
      () => true,
    )
    let now = 0
    for (let slot = 0; slot < counters.length; slot++) now += Atomics.load(counters, slot)
    if (now > before) {
      onEpochs(now - before)
      before = now
      movedAt = clock.monotonic()
    }
    if (isOver) return new Promise<never>(() => {})
    if (clock.monotonic() - movedAt > patienceMs)
      throw new AppError('strategy-hangs', `no epoch ended in ${patienceMs / 1000} s: a strategy hangs; stopped it`)
  }
}
