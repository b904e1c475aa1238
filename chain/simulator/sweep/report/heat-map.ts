import type { TopLevelSpec } from 'vega-lite'
import { measureInfo } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'
import { alike, scalarText } from './numbers.ts'
import { estimateOver, type Place, placesOf } from './views.ts'

/** So that the legend and the path of a parameter, upright beside the rows, fit. */
const LEAST_HEIGHT = 180

/** A measure over two factors, averaged over all others: each cell with its mean. */
export function heatMapOf(
  result: SweepResult,
  { measure, across, down }: { measure: string; across: number; down: number },
): TopLevelSpec {
  const [columns, rows] = [placesOf(result, across), placesOf(result, down)]
  const found = rows.flatMap((row) =>
    columns.flatMap((column) => {
      const cell = estimateOver(result, new Set([...column.points].filter((point) => row.points.has(point))), measure)
      return cell === undefined ? [] : [{ x: scalarText(column.value), y: scalarText(row.value), mean: cell.mean }]
    }),
  )
  const means = found.map(({ mean }) => mean)
  const texts = alike(means)
  const cells = found.map((cell, index) => ({ ...cell, text: texts[index] ?? '' }))
  const [low, high] = [Math.min(...means), Math.max(...means)]
  // Dark ink on light colours and the other way round: viridis grows lighter, the diverging scheme darker from its middle.
  const isDark =
    measure === 'gain'
      ? `abs(datum.mean - 1) > ${0.6 * Math.max(high - 1, 1 - low)}`
      : `datum.mean < ${low + 0.55 * (high - low)}`
  const reach = Math.max(high - 1, 1 - low, 0.01)
  const scale =
    measure === 'gain'
      ? { scheme: 'blueorange' as const, domain: [1 - reach, 1 + reach], domainMid: 1 }
      : { scheme: 'viridis' as const }
  const axisOf = (places: readonly Place[]) => places.map(({ value }) => scalarText(value))
  return {
    width: Math.min(640, Math.max(240, columns.length * 64)),
    height: Math.min(480, Math.max(LEAST_HEIGHT, rows.length * 44)),
    data: { values: cells },
    encoding: {
      x: {
        field: 'x',
        type: 'ordinal',
        sort: axisOf(columns),
        title: result.design.factors[across]?.path ?? '',
        axis: { labelAngle: 0, grid: false, labelOverlap: 'greedy' },
      },
      y: {
        field: 'y',
        type: 'ordinal',
        sort: axisOf(rows).reverse(),
        title: result.design.factors[down]?.path ?? '',
        axis: { grid: false, labelOverlap: 'greedy' },
      },
    },
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          color: {
            field: 'mean',
            type: 'quantitative',
            scale,
            title: measureInfo(measure).label,
            legend: { titleLimit: 0 },
          },
        },
      },
      ...(columns.length <= 12
        ? [
            {
              mark: { type: 'text' as const, fontSize: 11 },
              encoding: {
                text: { field: 'text', type: 'nominal' as const },
                color: { condition: { test: isDark, value: '#ffffff' }, value: '#1f2933' },
              },
            },
          ]
        : []),
    ],
  }
}
