import { row } from '../../markdown.ts'
import { measureInfo } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'
import { extremesOf, payingText } from './findings.ts'
import { leadOf, titleOf } from './headline.ts'
import { short } from './numbers.ts'
import { rankSensitivity } from './sensitivity.ts'

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row).join('\n')

/** A sweep in Markdown, short enough for a pull request: the extremes of each measure and what moves it. */
export function renderSummary(result: SweepResult, metrics: readonly string[]): string {
  const extremes = metrics.flatMap((measure) => {
    const found = extremesOf(result, measure)
    if (found === undefined) return []
    const { lowest, highest } = found
    return [[measureInfo(measure).label, lowest.text, lowest.at, highest.text, highest.at]]
  })
  const paying = payingText(result)
  const blocks = [
    `## ${titleOf(result)}`,
    leadOf(result),
    ...(extremes.length > 0 ? [tableOf(['measure', 'lowest', 'at', 'highest', 'at'], extremes)] : []),
    ...(result.design.factors.length > 1 ? [sensitivityTable(result, metrics)] : []),
    ...(paying === undefined ? [] : [paying]),
    ...(result.failures.length > 0
      ? [`${result.failures.length} runs failed; the first: ${result.failures[0]?.failure ?? ''}`]
      : []),
  ]
  return `${blocks.join('\n\n')}\n`
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
