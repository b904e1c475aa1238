import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { AppError } from '../../../shared/errors.ts'
import type { CommandDeps } from '../command-deps.ts'
import { openProgress } from '../progress.ts'
import { ensureWritable, writeText } from '../text-files.ts'
import { untilStopped } from '../until-stopped.ts'
import { toMarkdown } from './to-markdown.ts'

/** What a person asks of a simulation; what is left out is as the scenario says. */
export interface SimulateFlags {
  /** Snapshot of a recorded network to start from. */
  readonly network?: string | undefined
  /** `fast` or `full`. */
  readonly level?: 'fast' | 'full' | undefined
  readonly epochs: number | undefined
  readonly seed: string | undefined
  readonly seeds: number | undefined
  readonly workers: number
  /** Seconds after which a strategy that answers nothing is stopped. */
  readonly patience: number
  /** Files of the result; `-` is standard output, for one of them. */
  readonly json: string | undefined
  readonly html?: string | undefined
  readonly markdown?: string | undefined
}

/**
 * Runs a scenario with a progress bar and prints what each group earned. A signal stops it before anything is written.
 * @throws AppError that names what is wrong with the scenario; `unwritable-file`, at once when that can be known.
 */
export async function simulate(file: string, flags: SimulateFlags, { streams, clock }: CommandDeps): Promise<void> {
  const files = [flags.json, flags.html, flags.markdown].filter((name) => name !== undefined)
  if (files.filter((name) => name === '-').length > 1)
    throw new AppError(
      'two-outputs',
      'standard output can take one of --json, --html and --markdown; name files for the others',
    )
  for (const name of files) await ensureWritable(name)
  await cryptoReady()
  // Storage keys are hashed when pallets are loaded.
  const { loadScenario } = await import('../scenario/load.ts')
  const { allEpochs, runSeeds } = await import('./run-seeds.ts')
  const { renderResult, toResultJson } = await import('./report.ts')
  const { levelOf } = await import('../play/levels.ts')
  const { openPlay } = await import('../play/play.ts')
  const { beforeTheyBegin } = await import('../play/stops.ts')
  const loaded = withFlags(await loadScenario(file, flags), flags)
  const { scenario, strategies, snapshot } = loaded
  // What cannot be is found here, before threads start; who may hang begins on a thread, which can be ended.
  const openLevel = await levelOf(scenario, loaded.base)
  const stopped = beforeTheyBegin(scenario.actors, strategies)
  openPlay({ scenario, seed: scenario.seed, strategies, openLevel, stopped, ...(snapshot && { snapshot }) })

  const startedAt = clock.monotonic()
  const epochs = allEpochs(scenario)
  const options = { loaded, workers: flags.workers, patienceMs: flags.patience * 1000 }
  const play = (signal: AbortSignal) => {
    const progress = openProgress({ total: epochs, unit: 'epochs' }, { stream: streams.stderr, clock })
    return runSeeds(options, { clock, signal, onEpochs: progress.add }).finally(progress.close)
  }
  const runs = await untilStopped('simulate', play, streams)
  if (runs === undefined) return
  const seconds = (clock.monotonic() - startedAt) / 1000
  const table = files.includes('-') ? streams.stderr : streams.stdout
  const rate = `${epochs} epochs in ${seconds.toFixed(1)} s, ${(epochs / seconds).toFixed(0)} epochs/s`
  table.write(`${scenario.name}: ${scenario.description}\n${renderResult({ scenario, runs })}\n${rate}\n`)
  const result = { scenario, runs }
  const write = async (name: string | undefined, text: () => string | Promise<string>) => {
    if (name === undefined) return
    await writeText(name, await text(), streams)
    if (name !== '-') streams.stderr.write(`written ${name}\n`)
  }
  await write(flags.json, () => toResultJson(result))
  await write(flags.markdown, () => toMarkdown(result))
  await write(flags.html, async () => {
    // Drawing takes as long to load as all the rest.
    const { toPage } = await import('./to-page.ts')
    return toPage(result)
  })
}

function withFlags<T extends { readonly scenario: { epochs: number; seed: string; seeds: number } }>(
  loaded: T,
  { epochs, seed, seeds }: SimulateFlags,
): T {
  const { scenario } = loaded
  const changed = { epochs: epochs ?? scenario.epochs, seed: seed ?? scenario.seed, seeds: seeds ?? scenario.seeds }
  return { ...loaded, scenario: { ...scenario, ...changed } }
}
