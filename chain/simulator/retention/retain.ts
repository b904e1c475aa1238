import type { CommandDeps } from '../command-deps.ts'
import { openProgress } from '../progress.ts'
import { ensureWritable, writeText } from '../text-files.ts'
import { untilStopped } from '../until-stopped.ts'
import { compareWithPublished } from './comparison.ts'
import { CONFIGS, type ConfigName, HONEST_STAKES } from './configs.ts'
import { type RetentionResult, renderResult, toReportJson } from './report.ts'
import { epochsOf, runRetention } from './run.ts'

/** What a person asks of the experiment. */
export interface RetentionFlags {
  readonly config: ConfigName
  /** File of the JSON result; `-` is standard output, which `svg` may be as well. */
  readonly out: string | undefined
  readonly svg: string | undefined
  /** Grid points on each axis. */
  readonly grid: number
  readonly seed: number
  readonly workers: number
}

/**
 * Runs one configuration with a progress bar, prints the comparison with the published figure and writes the files.
 * A signal stops it before anything is written; then the exit code is 130.
 * @throws AppError `unwritable-file`, at once when that can be known.
 */
export async function retain(flags: RetentionFlags, { streams, clock }: CommandDeps): Promise<void> {
  for (const file of [flags.out, flags.svg]) if (file !== undefined) await ensureWritable(file)
  const startedAt = clock.monotonic()
  const result = await untilStopped(
    'retention',
    (signal) => runWithProgress(flags, { streams, clock }, signal),
    streams,
  )
  if (result === undefined) return
  const seconds = (clock.monotonic() - startedAt) / 1000
  const epochs = epochsOf({ honestStakes: HONEST_STAKES, points: flags.grid })
  const rate = `${epochs} epochs in ${seconds.toFixed(1)} s, ${(epochs / seconds).toFixed(0)} epochs/s`
  const table = flags.out === '-' || flags.svg === '-' ? streams.stderr : streams.stdout
  table.write(`${renderResult(result)}\n${rate} on ${flags.workers} ${flags.workers === 1 ? 'thread' : 'threads'}\n`)
  if (flags.out !== undefined) await writeText(flags.out, toReportJson(result), streams)
  if (flags.svg !== undefined) {
    // The plotting library is large: only who draws loads it.
    const { renderChart } = await import('./chart.ts')
    await writeText(flags.svg, await renderChart(result), streams)
  }
  for (const file of [flags.out, flags.svg])
    if (file !== undefined && file !== '-') streams.stderr.write(`written ${file}\n`)
}

async function runWithProgress(
  { config: name, grid: points, workers, seed: number }: RetentionFlags,
  { streams, clock }: CommandDeps,
  signal: AbortSignal,
): Promise<RetentionResult> {
  const seed = BigInt(number)
  const config = CONFIGS[name]
  const options = { config, honestStakes: HONEST_STAKES, points, seed, workers }
  const progress = openProgress({ total: epochsOf(options), unit: 'epochs' }, { stream: streams.stderr, clock })
  try {
    const planes = await runRetention(options, progress.add, signal)
    return { name, config, seed, points, planes, rows: compareWithPublished(name, planes) }
  } finally {
    progress.close()
  }
}
