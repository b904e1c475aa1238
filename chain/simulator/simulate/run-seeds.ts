import { extname } from 'node:path'
import { Tinypool } from 'tinypool'
import type { Clock } from '../../../shared/clock.ts'
import { AppError } from '../../../shared/errors.ts'
import { baselineOf, type PairedResult } from '../play/paired.ts'
import { epochsOf } from '../play/run-scenario.ts'
import type { Stop } from '../play/stops.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { openSigns } from './signs.ts'
import { type Hang, watchRun } from './watch-run.ts'
import type { SimulateTask } from './worker.ts'

/** What to run, and how. */
export interface SeedsOptions {
  readonly loaded: LoadedScenario
  readonly workers: number
  /** Milliseconds after which a strategy that answers nothing is stopped. */
  readonly patienceMs: number
}

/** Participants of one run that may hang before it is given up. */
const MOST_STOPS = 8

/** The worker's file: TypeScript in a checkout, JavaScript in a package. */
const workerFile = () => new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href

/** Seeds of the runs of a scenario: the first is its own. */
const seedsOf = ({ seed, seeds }: LoadedScenario['scenario']): readonly string[] =>
  Array.from({ length: seeds }, (_, run) => (run === 0 ? seed : `${seed} ${run + 1}`))

/** Epochs of all runs, those without attackers counted. */
export const allEpochs = (scenario: LoadedScenario['scenario']): number =>
  scenario.seeds * epochsOf(scenario) * (baselineOf(scenario) === undefined ? 1 : 2)

/**
 * Runs a scenario for each of its seeds on worker threads, in an order that the result does not show. Who hangs is stopped:
 * the run begins again, and from the epoch in which it hung that participant has no more turns.
 * @throws AppError `strategy-hangs` when that does not help; the signal's reason when it aborts; what a run throws.
 */
export async function runSeeds(
  { loaded: { scenario, base }, workers, patienceMs }: SeedsOptions,
  { clock, signal, onEpochs }: { clock: Clock; signal: AbortSignal; onEpochs: (count: number) => void },
): Promise<readonly PairedResult[]> {
  signal.throwIfAborted()
  const seeds = seedsOf(scenario)
  const threads = Math.min(workers, seeds.length)
  const pool = new Tinypool({ filename: workerFile(), name: 'work', minThreads: threads, maxThreads: threads })
  const stop = () => void pool.destroy()
  signal.addEventListener('abort', stop, { once: true })
  const failed = new AbortController()
  const ended = AbortSignal.any([signal, failed.signal])

  async function attempt(seed: string, stopped: readonly Stop[], tell: (done: number) => void) {
    const signs = openSigns()
    const over = new AbortController()
    const kill = new AbortController()
    const watch = { clock, signal: AbortSignal.any([ended, over.signal]) }
    const hang = watchRun({ signs, patienceMs, onEpochs: tell }, watch)
    const task: SimulateTask = { scenario, seed, base, signs, stopped }
    const result: Promise<PairedResult> = pool.run(task, { signal: kill.signal })
    const first = await Promise.race([
      result.then((found) => ({ found })),
      hang.then((found) => (found === undefined ? new Promise<never>(() => {}) : { hang: found })),
    ]).finally(() => over.abort())
    if ('found' in first) {
      await hang
      return first
    }
    // Its thread ends with it.
    kill.abort()
    await result.catch(() => {})
    return first
  }

  async function runSeed(seed: string): Promise<PairedResult> {
    let told = 0
    // A run that begins again tells its epochs again.
    const tell = (done: number) => {
      if (done > told) onEpochs(done - told)
      told = Math.max(told, done)
    }
    const stopped: Stop[] = []
    for (;;) {
      const outcome = await attempt(seed, stopped, tell)
      if ('found' in outcome) return outcome.found
      const stop = stopOf(outcome.hang, scenario, patienceMs)
      if (stop === undefined || stopped.length === MOST_STOPS) throw hangs()
      stopped.push(stop)
    }
  }

  try {
    const runs = seeds.map((seed) =>
      runSeed(seed).catch((error: unknown) => {
        failed.abort(error)
        throw error
      }),
    )
    return await Promise.all(runs)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    failed.abort()
    signal.removeEventListener('abort', stop)
    await pool.destroy()
  }
}

const hangs = () =>
  new AppError(
    'strategy-hangs',
    `a run stands still, where no strategy has its turn or after ${MOST_STOPS} were stopped; look at the modules of the scenario`,
  )

/** Whom to stop; `undefined` when nobody was at work. */
function stopOf({ index, epoch }: Hang, { actors }: LoadedScenario['scenario'], patienceMs: number): Stop | undefined {
  let first = 0
  for (const { count, strategy } of actors) {
    if (index >= first && index < first + count) {
      const reason = `gave no answer in ${patienceMs / 1000} s and was stopped`
      return { index, strategy, epoch, reason }
    }
    first += count
  }
  return undefined
}
