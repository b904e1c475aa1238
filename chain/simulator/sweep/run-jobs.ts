import { Tinypool } from 'tinypool'
import { deadline } from '../../../shared/clock.ts'
import { messageOf } from '../../../shared/errors.ts'
import type { Measures, RunTask } from './engine.ts'
import type { Job } from './shard.ts'
import type { Outcome } from './store/store.ts'

/** What to run, and how. */
export interface JobsOptions {
  readonly jobs: Iterable<Job>
  readonly toTask: (job: Job) => RunTask
  /** Module that exports `work: MeasureRun`, as a file: URL. */
  readonly worker: string
  /** Worker threads; the outcomes do not depend on them. */
  readonly workers: number
  /** Longest time of one run; a run that takes longer ends as a failure, and its thread with it. */
  readonly runTimeoutMs: number
  /** Hears every outcome as it comes, in no particular order. */
  readonly onOutcome: (outcome: Outcome) => void
}

/**
 * Runs jobs on worker threads, each thread one at a time. A run that throws or hangs is an outcome with its failure; the
 * others go on.
 * @throws the signal's reason when it aborts; what `onOutcome` throws. Nothing runs on after that.
 */
export async function runJobs(options: JobsOptions, signal: AbortSignal): Promise<void> {
  const { jobs, worker, workers } = options
  signal.throwIfAborted()
  const pool = new Tinypool({ filename: worker, name: 'work', minThreads: workers, maxThreads: workers })
  const iterator = jobs[Symbol.iterator]()
  let failure: { readonly error: unknown } | undefined
  const stop = new AbortController()
  const ended = AbortSignal.any([signal, stop.signal])
  // One loop for each thread, all taking from the same jobs: nothing waits in a queue of the pool.
  const serve = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      const result = await runJob(pool, options, { job: next.value, signal: ended })
      ended.throwIfAborted()
      options.onOutcome({ ...next.value, result })
    }
  }
  const guarded = () =>
    serve().catch((error: unknown) => {
      failure ??= { error }
      stop.abort(error)
    })
  try {
    await Promise.all(Array.from({ length: workers }, guarded))
    if (failure !== undefined) throw failure.error
  } finally {
    await pool.destroy()
  }
}

async function runJob(
  pool: Tinypool,
  { toTask, runTimeoutMs }: JobsOptions,
  { job, signal }: { readonly job: Job; readonly signal: AbortSignal },
): Promise<Outcome['result']> {
  const timeout = deadline(runTimeoutMs, signal)
  try {
    const measures: unknown = await pool.run(toTask(job), { signal: timeout })
    return readMeasures(measures)
  } catch (error) {
    if (timeout.aborted) return { failure: `it took longer than ${runTimeoutMs / 1000} s` }
    return { failure: messageOf(error) }
  }
}

/** Keeps finite numbers: a measure that is not defined for a run has no value. */
function readMeasures(input: unknown): Outcome['result'] {
  if (typeof input !== 'object' || input === null) return { failure: `it measured nothing (${String(input)})` }
  const entries = Object.entries(input).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]),
  )
  const measures: Measures = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  return { measures }
}
