import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../shared/clock.ts'
import { AppError } from '../../../shared/errors.ts'
import { openProgress } from '../progress.ts'
import { applyPoint } from './apply.ts'
import { type Design, type Point, pointsOf } from './design.ts'
import type { RunTask, SweepEngine, SweepSubject } from './engine.ts'
import type { JsonObject } from './json.ts'
import { runJobs } from './run-jobs.ts'
import { type Job, jobsOf, refuseTooManyRuns, type Shard } from './shard.ts'
import { createStore } from './store/create-store.ts'
import { requireSame, type SweepIdentity } from './store/identity.ts'
import type { StoreOptions } from './store/open-sqlite.ts'
import { openStore, type SweepStore } from './store/store.ts'
import { readResult, type SweepResult } from './summarise.ts'
import { TOOL_VERSION } from './tool-version.ts'

/** Name of a sweep's database in its folder. */
export const STORE_NAME = 'sweep.sqlite'

/** A sweep to run. */
export interface SweepOptions {
  readonly subject: SweepSubject
  readonly design: Design
  readonly seeds: number
  readonly shard: Shard
  readonly workers: number
  readonly runTimeoutMs: number
  /** Folder of the results. */
  readonly out: string
  /** Goes on with what the folder holds. */
  readonly resume: boolean
  readonly store?: StoreOptions
}

/** What a sweep needs from outside. */
export interface SweepDeps {
  readonly engine: Pick<SweepEngine, 'worker'>
  readonly clock: Clock
  /** Where progress is shown. */
  readonly stderr: NodeJS.WritableStream
}

/**
 * Seed of one repetition. It does not depend on the point: all points see the same chance, so that differences between
 * them are not those of their seeds.
 */
export const seedOf = (base: JsonObject, seed: number): string => `${String(base.seed ?? 'sweep')}/${seed}`

/**
 * Runs what is still missing of a sweep and gives all that its folder holds then. Points are checked before the first
 * run. Whatever ends it, finished runs stay.
 * @throws AppError `unknown-parameter`, `invalid-point`, `too-many-runs`, `sweep-exists`, `sweep-mismatch`, `disk-full`;
 * those of `openStore`; the signal's reason when it aborts.
 */
export async function runSweep(options: SweepOptions, deps: SweepDeps, signal: AbortSignal): Promise<SweepResult> {
  const { subject, design, seeds, shard } = options
  const { scenario: base, parse } = subject
  const points = pointsOf(design)
  refuseTooManyRuns(Math.ceil((points.length * seeds) / shard.count), 'use fewer points or --seeds, or --shard i/n')
  for (const point of sampleOf(points)) applyPoint(base, { factors: design.factors, point }, parse)
  const store = openOrCreate(options, points)
  try {
    const done = new Set(store.finished().map(keyOf))
    const all = [...jobsOf({ points: points.length, seeds, shard })]
    const jobs = all.filter((job) => !done.has(keyOf(job)))
    const toTask = ({ point, seed }: Job): RunTask => ({
      scenario: applyPoint(base, { factors: design.factors, point: points[point] ?? [] }, parse),
      base: subject.base,
      seed: seedOf(base, seed),
    })
    if (jobs.length > 0) await runWithProgress({ options, jobs, all: all.length, toTask, store }, deps, signal)
    return readResult(store)
  } finally {
    store.close()
  }
}

const MOST_CHECKED = 2000

/** Points to check beforehand: all, or so many in equal steps with both ends. Others are checked as they run. */
const sampleOf = (points: readonly Point[]): readonly Point[] =>
  points.length <= MOST_CHECKED
    ? points
    : Array.from(
        { length: MOST_CHECKED },
        (_, step) => points[Math.round((step * (points.length - 1)) / (MOST_CHECKED - 1))] ?? [],
      )

const keyOf = ({ point, seed }: Job): string => `${point}/${seed}`

function openOrCreate({ subject, design, out, resume, store }: SweepOptions, points: readonly Point[]): SweepStore {
  const file = join(out, STORE_NAME)
  const identity: SweepIdentity = {
    toolVersion: TOOL_VERSION,
    scenario: subject.scenario,
    design,
    files: subject.files,
  }
  if (!existsSync(file)) return createStore(file, { identity, design: points }, store)
  if (!resume)
    throw new AppError('sweep-exists', `${file} holds a sweep already; go on with --resume, or give another --out`, {
      file,
    })
  const opened = openStore(file, store)
  try {
    requireSame(file, opened.identity(), identity)
    return opened
  } catch (error) {
    opened.close()
    throw error
  }
}

interface Missing {
  readonly options: SweepOptions
  readonly jobs: readonly Job[]
  /** Jobs of this shard, done ones too. */
  readonly all: number
  readonly toTask: (job: Job) => RunTask
  readonly store: SweepStore
}

async function runWithProgress(
  { options, jobs, all, toTask, store }: Missing,
  { engine, clock, stderr }: SweepDeps,
  signal: AbortSignal,
): Promise<void> {
  const progress = openProgress({ total: all, unit: 'runs', done: all - jobs.length }, { stream: stderr, clock })
  const onOutcome: Parameters<typeof runJobs>[0]['onOutcome'] = (outcome) => {
    store.save([outcome])
    progress.add(1)
  }
  const { runTimeoutMs } = options
  const workers = Math.min(options.workers, jobs.length)
  try {
    await runJobs({ jobs, toTask, worker: engine.worker, workers, runTimeoutMs, onOutcome }, signal)
  } finally {
    progress.close()
  }
}
