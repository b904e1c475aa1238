import type { Estimate } from '../metrics/estimate.ts'
import type { GroupSummary, SimulateResult, Summary } from './summary.ts'

/** `12.34 % ± 0.56`; nothing for nothing. */
const percent = (found: Estimate | undefined): string =>
  found === undefined
    ? ''
    : `${(100 * found.mean).toFixed(2)} %${found.halfWidth === undefined ? '' : ` ± ${(100 * found.halfWidth).toFixed(2)}`}`

/** `0.123 ± 0.004`; nothing for nothing. */
const number = (found: Estimate | undefined, digits = 3): string =>
  found === undefined
    ? ''
    : `${found.mean.toFixed(digits)}${found.halfWidth === undefined ? '' : ` ± ${found.halfWidth.toFixed(digits)}`}`

/** `1,234 TAO`. */
const tao = (found: Estimate | undefined): string =>
  found === undefined ? '' : `${Math.round(found.mean).toLocaleString('en-US')} TAO`

/** The columns of groups that a result has something for, the same in every form of the report. */
export interface GroupColumn {
  readonly title: string
  readonly isNumber: boolean
  readonly text: (group: GroupSummary) => string
}

/** Columns for a table of groups: what nobody spent, earned or was found to do is left out. */
export function columnsOf({ groups }: Summary): readonly GroupColumn[] {
  const column = (title: string, text: GroupColumn['text'], isNumber = true) => ({ title, text, isNumber })
  const hasSpent = groups.some(({ returned }) => returned !== undefined)
  const hasFindings = groups.some(({ findings }) => findings.length > 0)
  return [
    column('group', ({ name, isAttacker }) => `${name}${isAttacker ? ' (attacker)' : ''}`, false),
    column('role', ({ role }) => role, false),
    column('strategy', ({ strategy }) => strategy, false),
    column('count', ({ count }) => String(count)),
    column('stake', ({ stake }) => tao(stake)),
    column('skill', ({ skill }) => number(skill)),
    column('share of emission', ({ share }) => percent(share)),
    column('trust', ({ trust }) => number(trust)),
    ...(hasSpent
      ? [
          column('spent, TAO', ({ returned, spent }) => (returned === undefined ? '' : number(spent, 1))),
          column('return', ({ returned }) => percent(returned)),
        ]
      : []),
    ...(hasFindings
      ? [column('found out', ({ findings }) => findings.map(({ tag, count }) => `${tag} × ${count}`).join(', '), false)]
      : []),
  ]
}

/** `gainText` as a sentence of its own. */
export function gainSentence(summary: Summary): string | undefined {
  const text = gainText(summary)
  return text === undefined ? undefined : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** What attackers gain, in words; `undefined` without attackers. */
export function gainText({ gain }: Summary): string | undefined {
  if (gain === 'none') return undefined
  return gain === undefined
    ? 'gain of the attackers: not defined, honest participants in their place earn nothing'
    : `gain of the attackers: ${number(gain)} times what honest participants get in their place`
}

/** How a result came to be, in a sentence. */
export function originText({ scenario, runs }: SimulateResult): string {
  const { level, epochs, warmup, seed, mechanism, items, answers } = scenario
  const work =
    level === 'full'
      ? `level full: ${items} tasks of ${mechanism} for each miner and epoch, answered by ${answers === 'ladder' ? 'the committed models' : 'calibrated models'}`
      : 'level fast: scores drawn from what answers are worth'
  const seeds = runs.length === 1 ? 'one seed, so without intervals' : `${runs.length} seeds; ± is the 95 % interval`
  return `${epochs} epochs after ${warmup} that do not count, ${work}, seed ${seed}, ${seeds}.`
}

const MOST_LINES = 12

/** The first lines, and how many more there are. */
export const shorten = (lines: readonly string[]): readonly string[] =>
  lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more`]
