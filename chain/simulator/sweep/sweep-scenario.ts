import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { CommandDeps } from '../command-deps.ts'
import { untilStopped } from '../until-stopped.ts'
import type { Design } from './design.ts'
import type { SweepEngine } from './engine.ts'
import { readShards, requireNoSweep, writeMerged } from './merge.ts'
import { requireMeasures } from './report/metrics-shown.ts'
import type { Shard } from './shard.ts'
import { removeStore } from './store/store.ts'
import type { SweepResult } from './summarise.ts'
import { runSweep, STORE_NAME, seedOf } from './sweep.ts'
import type { Factor } from './vary.ts'
import { writeResults } from './write-results.ts'

/** Flags of `devnet sweep merge`, parsed. */
export interface MergeFlags {
  readonly out: string
  /** Measures to draw. */
  readonly metric: readonly string[] | undefined
  /** Folder of the charts as pictures. */
  readonly svg?: string | undefined
}

/** Flags of `devnet sweep`, parsed. */
export interface SweepFlags extends MergeFlags {
  readonly vary?: readonly Factor[] | undefined
  readonly design: Design['kind']
  readonly samples: number
  readonly seeds: number
  readonly workers: number
  readonly shard: Shard
  readonly resume: boolean
  /** Seconds. */
  readonly runTimeout: number
}

type Deps = CommandDeps & { readonly engine: SweepEngine }

/**
 * Runs a sweep until it is done or a signal stops it, and writes what it found. Then the folder has the runs so far, and
 * `--resume` goes on.
 * @throws AppError `no-vary`, `sweep-failed` when no run gave a measure; those of `runSweep`.
 */
export async function sweepScenario(file: string, flags: SweepFlags, { engine, streams, clock }: Deps): Promise<void> {
  const factors = flags.vary ?? []
  if (factors.length === 0)
    throw new AppError('no-vary', 'a sweep varies something: add --vary KEY=FROM..TO or --vary KEY=A,B,C')
  const twice = factors.find(({ path }, index) => factors.findIndex((other) => other.path === path) < index)
  if (twice !== undefined) throw new AppError('no-vary', `--vary names ${twice.path} twice; name it once`)
  requireMeasures(flags.metric)
  const subject = await engine.load(file, factors)
  const design = {
    kind: flags.design,
    factors: [...factors],
    samples: flags.samples,
    seed: seedOf(subject.scenario, 0),
  }
  const { seeds, shard, workers, out, resume } = flags
  const options = { subject, design, seeds, shard, workers, out, resume, runTimeoutMs: flags.runTimeout * 1000 }
  const { stderr } = streams
  const left = `the runs so far are in ${out}: go on with --resume`
  const result = await untilStopped('sweep', (signal) => runSweep(options, { engine, clock, stderr }, signal), {
    stderr,
    left,
  })
  if (result === undefined) return
  await finish(result, flags, { streams, advice: 'finished runs are kept, go on with --resume' })
}

/**
 * Merges folders and writes the results. When it cannot, it leaves no sweep that looks merged.
 * @throws AppError `unknown-measure`, `sweep-exists`; those of `readShards` and `writeMerged`.
 */
export async function mergeFolders(
  folders: readonly string[],
  flags: MergeFlags,
  { streams }: CommandDeps,
): Promise<void> {
  requireMeasures(flags.metric)
  const file = join(flags.out, STORE_NAME)
  requireNoSweep(file)
  const merged = readShards(folders)
  try {
    const result = writeMerged(merged, file)
    await finish(result, flags, { streams, advice: MERGE_AGAIN }).catch((error: unknown) => {
      if (!isFinished(error)) removeStore(file)
      throw error
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'disk-full') throw error
    throw new AppError('disk-full', `the disk of ${file} is full; ${MERGE_AGAIN}`, { file }, error)
  }
}

const MERGE_AGAIN = 'nothing is merged: free some space, or give another --out, then merge again'

/** True when everything was written, and only the runs themselves failed. */
const isFinished = (error: unknown): boolean => error instanceof AppError && error.code === 'sweep-failed'

interface FinishDeps extends Pick<CommandDeps, 'streams'> {
  /** What to do when a file cannot be written. */
  readonly advice: string
}

async function finish(
  result: SweepResult,
  { out, metric, svg }: MergeFlags,
  { streams: { stdout, stderr }, advice }: FinishDeps,
): Promise<void> {
  const { summary } = await writeResults(result, { folder: out, metrics: metric, svgFolder: svg, advice })
  stdout.write(summary)
  stderr.write(`written to ${join(out, 'report.html')} and beside it\n`)
  const [first] = result.failures
  if (first !== undefined)
    stderr.write(`${result.failures.length} of ${result.outcomes.length} runs failed; the first: ${first.failure}\n`)
  if (first !== undefined && result.failures.length === result.outcomes.length)
    throw new AppError('sweep-failed', `no run gave a measure: ${first.failure}`)
}
