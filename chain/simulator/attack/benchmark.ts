import { extname } from 'node:path'
import { Tinypool } from 'tinypool'
import { messageOf } from '../../../shared/errors.ts'
import type { Attack, AttackLevel } from './attack.ts'
import { type Cell, cellsOf } from './cells.ts'
import type { DefenceId } from './defences.ts'
import type { Measured } from './run-job.ts'
import { type AttackResult, type Benchmark, summarise } from './summarise.ts'
import { openSign, type WorkerTask } from './worker-task.ts'

/** An attack to run, and where workers find it. */
export interface Subject {
  readonly attack: Attack
  /** Path of its module; `undefined` for a built-in one. */
  readonly path: string | undefined
}

/** What to run. */
export interface BenchmarkOptions {
  readonly subjects: readonly Subject[]
  /** Runs per cell; seeds are 1 to this. */
  readonly seeds: number
  /** One set of defences in place of the matrix. */
  readonly chosen: readonly DefenceId[] | undefined
  /** Worker threads; the result does not depend on them. */
  readonly workers: number
  /** Longest that one pair of runs of a person's own attack may take, so that one that hangs is left. */
  readonly timeoutMs: number
}

/** The worker's file: TypeScript in a checkout, JavaScript in a package. */
const workerFile = () => new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href

/** A cell of an attack, and what its runs came to, by seed. */
interface Table {
  readonly subject: Subject
  readonly cell: Cell
  readonly runs: (Measured | undefined)[]
  readonly faults: string[]
}

const YOUNG_MB = 48
/** Levels by how long a run takes. */
const LONGEST: readonly AttackLevel[] = ['full', 'training', 'chain', 'fast', 'wire']

/** Pairs of runs that a benchmark takes. */
export const countJobs = ({ subjects, seeds, chosen }: BenchmarkOptions): number =>
  subjects.reduce((sum, { attack }) => sum + cellsOf(attack, chosen).length * seeds, 0)

/**
 * Runs every attack under every set of defences, on worker threads. An attack that throws or takes too long is told in
 * the result and the others go on. `onJob` hears of every pair of runs that is done.
 * @throws the signal's reason when it aborts.
 */
export async function runBenchmark(
  options: BenchmarkOptions,
  onJob: () => void,
  signal: AbortSignal,
): Promise<Benchmark> {
  const { subjects, seeds, chosen, workers, timeoutMs } = options
  signal.throwIfAborted()
  const open = () =>
    new Tinypool({
      filename: workerFile(),
      name: 'work',
      minThreads: workers,
      maxThreads: workers,
      // Rounds make much that is dropped at once: with the room of a service a quarter of the time would go to sweeping.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
  const pool = open()
  const hasStrangers = subjects.some(({ path }) => path !== undefined)
  const strangers = hasStrangers ? open() : pool
  const inTurn = createLanes(workers)
  const play = async ({ subject: { attack, path }, cell, runs, faults }: Table, seed: number): Promise<void> => {
    const job = { seed, defences: cell.defences }
    try {
      runs[seed - 1] =
        path === undefined
          ? await pool.run({ attack: attack.id, job } satisfies WorkerTask, { signal })
          : // As many are under way as there are threads, and no more.
            await inTurn(() => runWithin(timeoutMs, strangers, { attack: path, job, begun: openSign() }, signal))
    } catch (error) {
      signal.throwIfAborted()
      const isLate = error instanceof Error && error.name === 'AbortError'
      faults.push(isLate ? `seed ${seed} took longer than ${timeoutMs} ms` : `seed ${seed}: ${messageOf(error)}`)
    } finally {
      onJob()
    }
  }
  const tables = subjects.map((subject) =>
    cellsOf(subject.attack, chosen).map((cell): Table => ({ subject, cell, runs: [], faults: [] })),
  )
  // Long ones first, so that no thread is left with one at the end; and seed by seed, since runs of a seed share tasks.
  const inOrder = tables
    .flat()
    .toSorted((a, b) => LONGEST.indexOf(a.subject.attack.level) - LONGEST.indexOf(b.subject.attack.level))
  try {
    await Promise.all(
      Array.from({ length: seeds }, (_, index) => inOrder.map((table) => play(table, index + 1))).flat(),
    )
    const attacks = tables.map((cells, index): AttackResult | [] => {
      const attack = subjects[index]?.attack
      const played = cells.map(({ cell, runs, faults }) => ({
        cell,
        runs: runs.flatMap((run) => run ?? []),
        faults: faults.toSorted(),
      }))
      return attack === undefined ? [] : summarise(attack, played)
    })
    return { version: 1, seeds, attacks: attacks.flat() }
  } finally {
    await Promise.all([pool.destroy(), ...(hasStrangers ? [strangers.destroy()] : [])])
  }
}

/** Runs a task of a person's own, which is left when it takes longer than the limit. Loading a thread is none of its work. */
async function runWithin(
  limitMs: number,
  pool: Tinypool,
  task: WorkerTask & { readonly begun: Int32Array },
  signal: AbortSignal,
): Promise<Measured> {
  const late = new AbortController()
  const { value: begun } = Atomics.waitAsync(task.begun, 0, 0)
  const startClock = () => AbortSignal.timeout(limitMs).addEventListener('abort', () => late.abort(), { once: true })
  void Promise.resolve(begun).then(startClock)
  return pool.run(task, { signal: AbortSignal.any([signal, late.signal]) })
}

/** Runs so many at once, each lane one after the other. */
function createLanes(count: number): <T>(act: () => Promise<T>) => Promise<T> {
  const lanes = Array.from({ length: count }, () => Promise.resolve())
  let next = 0
  return (act) => {
    const lane = next++ % count
    const done = (lanes[lane] ?? Promise.resolve()).then(act)
    lanes[lane] = done.then(
      () => {},
      () => {},
    )
    return done
  }
}
