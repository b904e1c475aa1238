import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { runUntilSignal } from '../../../shared/service.ts'
import type { CommandDeps } from '../command-deps.ts'
import type { Design } from './design.ts'
import type { SweepEngine } from './engine.ts'
import { mergeSweeps } from './merge.ts'
import type { Shard } from './shard.ts'
import type { SweepResult } from './summarise.ts'
import { runSweep, seedOf } from './sweep.ts'
import type { Factor } from './vary.ts'
import { writeResults } from './write-results.ts'

/** Flags of `devnet merge`, parsed. */
export interface MergeFlags {
  readonly out: string
  /** Measures to draw. */
  readonly metric: readonly string[] | undefined
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
  const subject = await engine.load(file, factors)
  const design = {
    kind: flags.design,
    factors: [...factors],
    samples: flags.samples,
    seed: seedOf(subject.scenario, 0),
  }
  const { seeds, shard, workers, out, resume } = flags
  const options = { subject, design, seeds, shard, workers, out, resume, runTimeoutMs: flags.runTimeout * 1000 }
  let result: SweepResult | undefined
  const run = async (signal: AbortSignal) => {
    result = await runSweep(options, { engine, clock, stderr: streams.stderr }, signal)
  }
  await runUntilSignal([{ name: 'sweep', run }])
  if (result === undefined) {
    streams.stderr.write(`stopped; the runs so far are in ${out}: go on with --resume\n`)
    process.exitCode = 130
    return
  }
  await finish(result, flags, streams)
}

/** Merges folders and writes the results. @throws AppError as `mergeSweeps`. */
export async function mergeFolders(
  folders: readonly string[],
  flags: MergeFlags,
  { streams }: CommandDeps,
): Promise<void> {
  await finish(mergeSweeps(folders, flags.out), flags, streams)
}

async function finish(
  result: SweepResult,
  { out, metric }: MergeFlags,
  { stdout, stderr }: CommandDeps['streams'],
): Promise<void> {
  const { summary } = await writeResults(result, { folder: out, metrics: metric })
  stdout.write(summary)
  stderr.write(`written to ${join(out, 'report.html')} and beside it\n`)
  const [first] = result.failures
  if (first !== undefined)
    stderr.write(`${result.failures.length} of ${result.outcomes.length} runs failed; the first: ${first.failure}\n`)
  if (first !== undefined && result.failures.length === result.outcomes.length)
    throw new AppError('sweep-failed', `no run gave a measure: ${first.failure}`)
}
