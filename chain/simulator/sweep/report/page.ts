import { figure, type Html, paragraph, renderPage, section, table } from '../../../../shared/report/page.ts'
import { measureInfo } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'
import { sentence } from './charts.ts'
import type { Drawing } from './drawings.ts'
import { extremesOf, payingText } from './findings.ts'
import { leadOf, titleOf } from './headline.ts'
import { scalarText, short, withInterval } from './numbers.ts'
import { rankSensitivity, type Sensitivity } from './sensitivity.ts'

/** More rows belong into a table of another program. */
const MOST_ROWS = 200

/** Makes one self-contained page of a sweep. `metrics` are the measures that it shows, with their drawings. */
export function renderSweepPage(
  result: SweepResult,
  { metrics, drawings }: { readonly metrics: readonly string[]; readonly drawings: readonly Drawing[] },
): Promise<string> {
  const sections = metrics.map((measure) =>
    section(
      headingOf(measure),
      paragraph([findingOf(result, measure), `${sentence(measureInfo(measure).description)}.`].join(' ')),
      ...drawings.filter((drawing) => drawing.measure === measure).map(({ svg, caption }) => figure(svg, caption)),
      ...(result.design.factors.length > 1 ? [rankingTable(rankSensitivity(result, measure))] : []),
    ),
  )
  return renderPage({
    title: titleOf(result),
    lead: [payingText(result), leadOf(result)].filter((text) => text !== undefined).join(' '),
    sections: [...sections, pointsTable(result), ...failuresOf(result)],
  })
}

function findingOf(result: SweepResult, measure: string): string {
  const found = extremesOf(result, measure)
  if (found === undefined) return ''
  const { lowest, highest } = found
  return `From ${lowest.text} at ${lowest.at} to ${highest.text} at ${highest.at}.`
}

const headingOf = (measure: string): string => sentence(measureInfo(measure).label)

const partText = (part: number | undefined): string => (part === undefined ? '–' : `${(100 * part).toFixed(0)} %`)

function rankingTable(ranking: readonly Sensitivity[]): Html {
  return table(
    [
      { title: 'parameter' },
      { title: 'explains by itself (first-order Sobol index)', isNumber: true },
      { title: 'direction (standardised rank regression)', isNumber: true },
    ],
    ranking.map(({ path, firstOrder, rankRegression }) => [
      path,
      partText(firstOrder),
      rankRegression === undefined ? '–' : short(rankRegression),
    ]),
  )
}

function pointsTable(result: SweepResult): Html {
  const { design, points, measures } = result
  const rows = points
    .slice(0, MOST_ROWS)
    .map(({ point, estimates }) => [
      ...point.map(scalarText),
      ...measures.map((name) => withInterval(estimates.get(name))),
    ])
  const more = points.length - rows.length
  return section(
    'All points',
    paragraph(
      `Means over the seeds ± half of the 95 % interval (Student's t).${more > 0 ? ` ${more} more points are in result.json.` : ''}`,
    ),
    table(
      [...design.factors.map(({ path }) => path), ...measures.map((name) => measureInfo(name).label)].map((title) => ({
        title,
        isNumber: true,
      })),
      rows,
    ),
  )
}

const MOST_FAILURES = 20

function failuresOf({ failures, points, design }: SweepResult): readonly Html[] {
  if (failures.length === 0) return []
  const where = (point: number) =>
    design.factors.map(({ path }, i) => `${path}=${scalarText(points[point]?.point[i] ?? null)}`).join(' ')
  return [
    section(
      'Failed runs',
      paragraph(`${failures.length} runs gave no measures; they are missing in all means.`),
      table(
        [{ title: 'point' }, { title: 'seed', isNumber: true }, { title: 'reason' }],
        failures.slice(0, MOST_FAILURES).map(({ point, seed, failure }) => [where(point), String(seed), failure]),
      ),
    ),
  ]
}
