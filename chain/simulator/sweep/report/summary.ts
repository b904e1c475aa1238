import { row } from '../../markdown.ts'
import { lowOf } from '../../metrics/estimate.ts'
import { measureInfo } from '../../metrics/measures.ts'
import type { PointSummary, SweepResult } from '../summarise.ts'
import { leadOf, titleOf } from './headline.ts'
import { scalarText, short, withInterval } from './numbers.ts'
import { rankSensitivity } from './sensitivity.ts'

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row).join('\n')

/** A sweep in Markdown, short enough for a pull request: the extremes of each measure and what moves it. */
export function renderSummary(result: SweepResult, metrics: readonly string[]): string {
  const extremes = metrics.flatMap((measure) => extremesOf(result, measure))
  const blocks = [
    `## ${titleOf(result)}`,
    leadOf(result),
    tableOf(['measure', 'lowest', 'at', 'highest', 'at'], extremes),
    ...(result.design.factors.length > 1 ? [sensitivityTable(result, metrics)] : []),
    ...worstOf(result),
    ...(result.failures.length > 0
      ? [`${result.failures.length} runs failed; the first: ${result.failures[0]?.failure ?? ''}`]
      : []),
  ]
  return `${blocks.join('\n\n')}\n`
}

function extremesOf({ points, design }: SweepResult, measure: string): readonly (readonly string[])[] {
  const known = points.filter(({ estimates }) => estimates.has(measure))
  const mean = ({ estimates }: PointSummary): number => estimates.get(measure)?.mean ?? 0
  const sorted = known.toSorted((a, b) => mean(a) - mean(b))
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  if (lowest === undefined || highest === undefined) return []
  const where = ({ point }: PointSummary) =>
    point.map((value, index) => `${design.factors[index]?.path}=${scalarText(value)}`).join(' ')
  const shown = ({ estimates }: PointSummary) => withInterval(estimates.get(measure))
  return [[measureInfo(measure).label, shown(lowest), where(lowest), shown(highest), where(highest)]]
}

function sensitivityTable(result: SweepResult, metrics: readonly string[]): string {
  const rows = metrics.flatMap((measure) =>
    rankSensitivity(result, measure).map(({ path, firstOrder, rankRegression }) => [
      measureInfo(measure).label,
      path,
      firstOrder === undefined ? '–' : `${(100 * firstOrder).toFixed(0)} %`,
      rankRegression === undefined ? '–' : short(rankRegression),
    ]),
  )
  return tableOf(['measure', 'parameter', 'first-order index', 'rank regression'], rows)
}

/** Where an attack surely pays: the whole interval of its gain is above 1. */
function worstOf({ points, measures }: SweepResult): readonly string[] {
  if (!measures.includes('gain')) return []
  const gains = points.flatMap(({ estimates }) => estimates.get('gain') ?? [])
  const paying = gains.filter((found) => found.halfWidth !== undefined && lowOf(found) > 1)
  return [`The attack pays (gain above 1 with its whole interval) at ${paying.length} of ${gains.length} points.`]
}
