import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, parse, resolve } from 'node:path'
import ansis from 'ansis'
import Table from 'cli-table3'
import { toBareHex } from '../../../shared/bytes.ts'
import { AppError } from '../../../shared/errors.ts'
import { runUp, type UpDeps, type UpOptions } from '../up.ts'
import { ADVERSARIES } from './plan.ts'
import { formatGain } from './render-trial.ts'
import type { TrialReport } from './trial-report.ts'

/** Slower blocks than without adversaries, since twice as many processes share the machine; epochs enough to measure by. */
export const TRIAL_DEFAULTS = { blockMs: 1_000, epochs: 6 } as const

/** Gains of one adversary over seeds. */
export interface GainSummary {
  readonly who: string
  /** One per seed; `null` for something of nothing. */
  readonly gains: readonly (number | null)[]
  /** `null` where one is. */
  readonly mean: number | null
  readonly max: number | null
}

/** What `--report FILE` says of several seeds. */
export interface SeedsReport {
  readonly seeds: readonly string[]
  readonly gainLimit: number
  readonly adversaries: readonly GainSummary[]
  readonly honest: readonly GainSummary[]
  readonly broken: readonly string[]
}

/**
 * Runs a subnet with adversaries for each of several seeds, one after the other, and sums up what they gained. The report
 * of each goes beside the summary, with its number in the name.
 * @throws AppError `limit-broken` when somebody gained too much or was not found out; as `runUp`.
 */
export async function runSeeds(
  options: UpOptions & { readonly seeds: number },
  deps: UpDeps,
  signal: AbortSignal,
): Promise<void> {
  const { seeds: count, basePath, report } = options
  const base = options.seed ?? toBareHex(randomBytes(16))
  const trials: TrialReport[] = []
  const seeds: string[] = []
  for (let number = 1; number <= count; number++) {
    if (signal.aborted) break
    const seed = count === 1 ? base : `${base} ${number}`
    if (count > 1) deps.screen.print(`seed ${number} of ${count}: ${seed}`)
    const trial = await runUp(
      {
        ...options,
        seed,
        basePath: basePath === undefined || count === 1 ? basePath : join(basePath, `seed-${number}`),
        report: report === undefined || count === 1 ? report : numbered(report, number),
      },
      deps,
      signal,
    )
    if (trial === undefined) break
    trials.push(trial)
    seeds.push(seed)
  }
  const summary = summariseTrials(seeds, trials)
  if (summary === undefined) return
  if (count > 1) {
    deps.screen.print(renderSeeds(summary))
    if (report !== undefined) {
      await writeFile(report, `${JSON.stringify(summary, null, 2)}\n`)
      deps.screen.print(`summary written to ${resolve(report)}`)
    }
  }
  if (summary.broken.length > 0) throw new AppError('limit-broken', summary.broken.join('; '))
}

/** `out.json` becomes `out-1.json`. */
function numbered(file: string, number: number): string {
  const { dir, name, ext } = parse(file)
  return join(dir, `${name}-${number}${ext}`)
}

/** Gains over seeds, in the order of the first trial; `undefined` without any. */
export function summariseTrials(seeds: readonly string[], trials: readonly TrialReport[]): SeedsReport | undefined {
  const [first] = trials
  if (first === undefined) return undefined
  const adversaries = ADVERSARIES.map((who) => {
    const gains = trials.flatMap((trial) => trial.adversaries.filter(({ adversary }) => adversary === who))
    return toSummary(
      who,
      gains.map(({ gain }) => gain),
    )
  })
  const honest = first.honest.map(({ name }) => {
    const gains = trials.flatMap((trial) => trial.honest.filter((miner) => miner.name === name))
    return toSummary(
      name,
      gains.map(({ gain }) => gain),
    )
  })
  const broken = trials.flatMap((trial, i) => trial.broken.map((line) => `seed ${seeds[i] ?? i + 1}: ${line}`))
  return { seeds, gainLimit: first.gainLimit, adversaries, honest, broken }
}

function toSummary(who: string, gains: readonly (number | null)[]): GainSummary {
  const finite = gains.flatMap((gain) => gain ?? [])
  const areAll = finite.length === gains.length && finite.length > 0
  return {
    who,
    gains,
    mean: areAll ? finite.reduce((sum, gain) => sum + gain, 0) / finite.length : null,
    max: areAll ? Math.max(...finite) : null,
  }
}

function renderSeeds({ seeds, adversaries, honest, gainLimit }: SeedsReport): string {
  const table = new Table({
    head: ['gain', ...seeds.map((_, i) => `seed ${i + 1}`), 'mean', 'max'].map((word) => ansis.bold(word)),
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  })
  const push = ({ who, gains, mean, max }: GainSummary, limit?: number) =>
    table.push([who, ...[...gains, mean, max].map((gain) => formatGain(gain, limit))])
  for (const one of adversaries) push(one, gainLimit)
  for (const one of honest) push(one)
  return table.toString()
}
