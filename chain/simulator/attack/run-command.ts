import Table from 'cli-table3'
import { AppError } from '../../../shared/errors.ts'
import type { CommandDeps } from '../command-deps.ts'
import { openProgress } from '../progress.ts'
import { ensureWritable, readText, writeText } from '../text-files.ts'
import { untilStopped } from '../until-stopped.ts'
import { countJobs, runBenchmark, type Subject } from './benchmark.ts'
import { DEFENCE_IDS, DEFENCES, type DefenceId } from './defences.ts'
import { findAttacks, importAttack } from './find-attacks.ts'
import { toGainPicture } from './gain-picture.ts'
import { compareWith, parseBaseline, toBaseline } from './gate.ts'
import { WEAK_MECHANISM } from './parse-defences.ts'
import type { Benchmark } from './summarise.ts'
import { headline, headOf, showCell, showEstimate, VERDICTS, worstWithout } from './texts.ts'
import { toMarkdown } from './to-markdown.ts'
import { toPage } from './to-page.ts'

/** What `devnet attack` takes. */
export interface AttackCommandOptions {
  readonly ids: readonly string[]
  readonly list?: true | undefined
  readonly defence?: readonly DefenceId[] | undefined
  readonly seeds: number
  readonly workers: number
  readonly json?: string | undefined
  readonly html?: string | undefined
  readonly svg?: string | undefined
  readonly markdown?: string | undefined
  readonly gate?: string | undefined
  readonly baseline?: string | undefined
  readonly attack?: string | undefined
  /** Seconds. */
  readonly timeout: number
}

/**
 * Runs the benchmark and writes what was asked for.
 * @throws AppError as `findAttacks`, `importAttack`, of files; `gate-failed` when a grade fell.
 */
export async function attack(options: AttackCommandOptions, deps: CommandDeps): Promise<void> {
  const { ids, seeds, workers, defence, timeout } = options
  const { streams, clock } = deps
  if (options.list === true) {
    streams.stdout.write(listing())
    return
  }
  const own = options.attack === undefined ? [] : [{ attack: await importAttack(options.attack), path: options.attack }]
  // A person's own attack alone, unless others are named beside it.
  const builtIn = own.length > 0 && ids.length === 0 ? [] : findAttacks(ids)
  const subjects: readonly Subject[] = [...builtIn.map((attack) => ({ attack, path: undefined })), ...own]
  const baseline =
    options.gate === undefined ? undefined : parseBaseline(await readText(options.gate, streams), options.gate)
  for (const file of [options.json, options.html, options.svg, options.markdown, options.baseline])
    if (file !== undefined) await ensureWritable(file)

  const plan = { subjects, seeds, chosen: defence, workers, timeoutMs: timeout * 1000 }
  const progress = openProgress({ total: countJobs(plan), unit: 'runs' }, { stream: streams.stderr, clock })
  const play = (signal: AbortSignal) => runBenchmark(plan, () => progress.add(1), signal).finally(progress.close)
  const found = await untilStopped('attack', play, streams)
  if (found === undefined) return
  const write = async (file: string | undefined, text: () => string | Promise<string>) => {
    if (file !== undefined) await writeText(file, await text(), streams)
  }
  await write(options.json, () => `${JSON.stringify(found, undefined, 2)}\n`)
  const chosen = defence === WEAK_MECHANISM ? 'weak mechanism' : 'chosen defences'
  await write(options.html, () => toPage(found, chosen))
  await write(options.svg, () => toGainPicture(found, chosen))
  await write(options.markdown, () => toMarkdown(found))
  await write(options.baseline, () => `${JSON.stringify(toBaseline(found), undefined, 2)}\n`)
  if (![options.json, options.markdown, options.svg].includes('-')) streams.stdout.write(summary(found))
  if (baseline === undefined) return
  const { drops, gains } = compareWith(found, baseline, ids.length === 0 && own.length === 0)
  if (gains.length > 0)
    streams.stderr.write(
      `better than ${options.gate}, or not in it; write it anew by --baseline:\n${gains.join('\n')}\n`,
    )
  if (drops.length > 0)
    throw new AppError(
      'gate-failed',
      `${drops.length} ${drops.length === 1 ? 'check' : 'checks'} against ${options.gate} failed:\n${drops.join('\n')}`,
    )
}

/** The result as a table for people. */
function summary({ attacks }: Benchmark): string {
  const isChosen = attacks.some((attack) => headOf(attack)?.kind === 'chosen')
  const table = new Table({
    head: [
      'attack',
      'by',
      isChosen ? 'as chosen' : 'all defences',
      'honest loss',
      isChosen ? 'all defences' : 'the worst without',
      'verdict',
    ],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  })
  for (const attack of attacks) {
    const head = headOf(attack)
    // Beside chosen defences stand all of them.
    const beside = head?.kind === 'chosen' ? attack.cells.find(({ kind }) => kind === 'default') : worstWithout(attack)
    table.push([
      `${attack.id} ${attack.name}`,
      attack.side,
      head === undefined ? '–' : showCell(head),
      showEstimate(head?.honestLoss ?? null),
      beside === undefined ? '–' : `${showCell(beside)} ${beside.name}`,
      VERDICTS[attack.verdict],
    ])
  }
  const faults = attacks.flatMap(({ id, cells }) =>
    cells.flatMap(({ name, faults }) => faults.map((fault) => `${id}, ${name}: ${fault}`)),
  )
  return `${[table.toString(), headline(attacks), ...faults].join('\n')}\n`
}

function listing(): string {
  const attacks = findAttacks([]).map(({ id, name, side, level, does }) => `${id} ${name} (${side}, ${level}): ${does}`)
  const defences = DEFENCE_IDS.map((id) => `${id}: ${DEFENCES[id].setting}`)
  return `${[...attacks, '', 'Defences:', ...defences].join('\n')}\n`
}
