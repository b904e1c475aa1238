import type { TopLevelSpec } from 'vega-lite'
import { highOf, lowOf } from '../../metrics/estimate.ts'
import { measureInfo } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'
import type { Factor } from '../vary.ts'
import { scalarText, short } from './numbers.ts'
import { estimateOver, type Place, placesOf } from './views.ts'

const WIDTH = 460
const HEIGHT = 300
/** More lines than this are a heat map's business. */
const MOST_LINES = 6

/** A factor's axis; values that are no numbers stand side by side. */
const isContinuous = (factor: Factor | undefined, places: readonly Place[]): boolean =>
  factor !== undefined && places.every(({ value }) => typeof value === 'number')

const isLog = (factor: Factor | undefined): boolean => factor?.tag === 'range' && factor.scale === 'log'

/**
 * A measure along one factor with its 95 % interval over the seeds, averaged over all other factors; with `by`, one line
 * for each value of that factor.
 */
export function curveOf(
  result: SweepResult,
  { measure, along, by }: { measure: string; along: number; by?: number | undefined },
): TopLevelSpec {
  const factor = result.design.factors[along]
  const places = placesOf(result, along)
  const lines = by === undefined ? [undefined] : placesOf(result, by)
  const data = lines.flatMap((line) =>
    places.flatMap((place) => {
      const points = line === undefined ? place.points : place.points.filter((point) => line.points.includes(point))
      const found = estimateOver(result, points, measure)
      if (found === undefined) return []
      const value = typeof place.value === 'number' ? place.value : scalarText(place.value)
      const name = line === undefined ? '' : scalarText(line.value)
      return [{ x: value, mean: found.mean, low: lowOf(found), high: highOf(found), line: name }]
    }),
  )
  const continuous = isContinuous(factor, places)
  const title = factor?.path ?? ''
  const scale = isLog(factor) ? { type: 'log' as const } : { zero: false }
  const x = continuous
    ? { field: 'x', type: 'quantitative' as const, title, scale, axis: { tickCount: 8 } }
    : { field: 'x', type: 'nominal' as const, title, sort: null, axis: { labelAngle: 0 } }
  const y = { type: 'quantitative' as const, scale: { zero: false }, title: measureInfo(measure).label }
  const names = lines.map((line) => (line === undefined ? '' : scalarText(line.value)))
  const colour = {
    field: 'line',
    type: 'nominal' as const,
    sort: names,
    ...(by === undefined
      ? { legend: null }
      : { title: result.design.factors[by]?.path ?? '', legend: { symbolOpacity: 1, titleLimit: 0 } }),
  }
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values: data },
    encoding: { x, color: colour },
    layer: [
      ...(continuous
        ? [
            {
              mark: { type: 'area' as const, opacity: 0.18 },
              encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
            },
          ]
        : [{ mark: { type: 'rule' as const }, encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } } }]),
      ...(continuous ? [{ mark: { type: 'line' as const }, encoding: { y: { ...y, field: 'mean' } } }] : []),
      { mark: { type: 'point' as const }, encoding: { y: { ...y, field: 'mean' } } },
      ...ruleAtOne(measure),
    ],
  }
}

/** A gain is read against 1. */
const ruleAtOne = (measure: string) =>
  measure === 'gain'
    ? [
        {
          data: { values: [{ one: 1 }] },
          mark: { type: 'rule' as const, strokeDash: [4, 4], opacity: 0.6 },
          encoding: {
            y: { field: 'one', type: 'quantitative' as const },
            x: { value: 0 },
            x2: { value: WIDTH },
            color: { value: 'currentColor' },
          },
        },
      ]
    : []

/** The factor whose values make the lines of a picture of two factors: the one with fewer; `undefined` when too many. */
export function linesOf(result: SweepResult, along: number, other: number): { along: number; by: number } | undefined {
  const [first, second] = [placesOf(result, along).length, placesOf(result, other).length]
  const chosen = first < second ? { along: other, by: along } : { along, by: other }
  return result.design.kind === 'grid' && Math.min(first, second) <= MOST_LINES ? chosen : undefined
}

/** A measure over two factors, averaged over all others: each cell with its mean. */
export function heatMapOf(
  result: SweepResult,
  { measure, across, down }: { measure: string; across: number; down: number },
): TopLevelSpec {
  const [columns, rows] = [placesOf(result, across), placesOf(result, down)]
  const cells = rows.flatMap((row) =>
    columns.flatMap((column) => {
      const found = estimateOver(
        result,
        column.points.filter((point) => row.points.includes(point)),
        measure,
      )
      if (found === undefined) return []
      return [{ x: scalarText(column.value), y: scalarText(row.value), mean: found.mean, text: short(found.mean) }]
    }),
  )
  const means = cells.map(({ mean }) => mean)
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
    height: Math.min(480, Math.max(120, rows.length * 44)),
    data: { values: cells },
    encoding: {
      x: {
        field: 'x',
        type: 'ordinal',
        sort: axisOf(columns),
        title: result.design.factors[across]?.path ?? '',
        axis: { labelAngle: 0, grid: false },
      },
      y: {
        field: 'y',
        type: 'ordinal',
        sort: axisOf(rows).reverse(),
        title: result.design.factors[down]?.path ?? '',
        axis: { grid: false },
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
