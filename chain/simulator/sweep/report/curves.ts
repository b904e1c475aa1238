import type { TopLevelSpec } from 'vega-lite'
import { highOf, lowOf } from '../../metrics/estimate.ts'
import { measureInfo } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'
import type { Factor } from '../vary.ts'
import { scalarText } from './numbers.ts'
import { estimateOver, type Place, placesOf } from './views.ts'

const WIDTH = 460
const HEIGHT = 300
const PANEL_WIDTH = 260
const PANEL_HEIGHT = 240
/** So that the last label of one panel and the first of the next keep apart. */
const PANEL_GAP = 36
/** Square pixels: small, so that short intervals show. */
const POINT_AREA = 18
const TICKS = 8
const PANEL_TICKS = 5

/** Numbers of the factors that a picture of curves shows; all others are averaged over. */
export interface CurveFactors {
  /** Runs along the horizontal axis. */
  readonly along: number
  /** Each of its values has a line. */
  readonly by?: number | undefined
  /** Each of its values has a panel. */
  readonly panels?: number | undefined
}

const isLog = (factor: Factor | undefined): boolean => factor?.tag === 'range' && factor.scale === 'log'
/** The places of a factor, or one that holds all points where none is asked for. */
const placesOr = (result: SweepResult, factor: number | undefined): readonly (Place | undefined)[] =>
  factor === undefined ? [undefined] : placesOf(result, factor)

function rowsOf(result: SweepResult, measure: string, { along, by, panels }: CurveFactors) {
  const panelPath = panels === undefined ? '' : (result.design.factors[panels]?.path ?? '')
  return placesOr(result, panels).flatMap((panel) =>
    placesOr(result, by).flatMap((line) =>
      placesOf(result, along).flatMap((place) => {
        const isShown = (point: number) =>
          (panel === undefined || panel.points.has(point)) && (line === undefined || line.points.has(point))
        const found = estimateOver(result, new Set([...place.points].filter(isShown)), measure)
        if (found === undefined) return []
        const x = typeof place.value === 'number' ? place.value : scalarText(place.value)
        const name = line === undefined ? '' : scalarText(line.value)
        const title = panel === undefined ? '' : `${panelPath} = ${scalarText(panel.value)}`
        return [{ x, mean: found.mean, low: lowOf(found), high: highOf(found), line: name, panel: title }]
      }),
    ),
  )
}

/**
 * A measure along one factor with its 95 % interval over the seeds, averaged over all factors that have no part in the
 * picture. Values that are no numbers stand side by side.
 */
export function curvesOf(result: SweepResult, measure: string, shown: CurveFactors): TopLevelSpec {
  const { along, by, panels } = shown
  const factor = result.design.factors[along]
  const values = rowsOf(result, measure, shown)
  const isContinuous = values.every(({ x }) => typeof x === 'number')
  const title = factor?.path ?? ''
  const [width, height] = panels === undefined ? [WIDTH, HEIGHT] : [PANEL_WIDTH, PANEL_HEIGHT]
  const tickCount = panels === undefined ? TICKS : PANEL_TICKS
  const scale = isLog(factor) ? { type: 'log' as const } : { zero: false }
  const x = isContinuous
    ? { field: 'x', type: 'quantitative' as const, title, scale, axis: { tickCount, labelFlush: false } }
    : { field: 'x', type: 'nominal' as const, title, sort: null, axis: { labelAngle: 0 } }
  const y = { type: 'quantitative' as const, scale: { zero: false }, title: measureInfo(measure).label }
  const names = placesOr(result, by).map((line) => (line === undefined ? '' : scalarText(line.value)))
  const legend =
    by === undefined
      ? { legend: null }
      : { title: result.design.factors[by]?.path ?? '', legend: { symbolOpacity: 1, symbolSize: 70, titleLimit: 0 } }
  const range = { y: { ...y, field: 'low' }, y2: { field: 'high' } }
  const picture = {
    width,
    height,
    encoding: { x, color: { field: 'line', type: 'nominal' as const, sort: names, ...legend } },
    layer: [
      ...(isContinuous
        ? [
            { mark: { type: 'area' as const, opacity: 0.18 }, encoding: range },
            { mark: { type: 'line' as const, strokeWidth: 1.5 }, encoding: { y: { ...y, field: 'mean' } } },
          ]
        : []),
      // A band alone would be hidden by its line where the interval is small.
      { mark: { type: 'rule' as const, strokeWidth: 2 }, encoding: range },
      { mark: { type: 'point' as const, size: POINT_AREA, opacity: 1 }, encoding: { y: { ...y, field: 'mean' } } },
      ...(measure === 'gain' ? [ruleAtOne(width)] : []),
    ],
  }
  if (panels === undefined) return { data: { values }, ...picture }
  const header = { title: null, labelFontSize: 12, labelLimit: 0 }
  return {
    data: { values },
    facet: { column: { field: 'panel', type: 'nominal', sort: null, header } },
    spacing: PANEL_GAP,
    spec: picture,
  }
}

/** A gain is read against 1. */
const ruleAtOne = (width: number) => ({
  data: { values: [{ one: 1 }] },
  mark: { type: 'rule' as const, strokeDash: [4, 4], opacity: 0.6 },
  encoding: {
    y: { field: 'one', type: 'quantitative' as const },
    x: { value: 0 },
    x2: { value: width },
    color: { value: 'currentColor' },
  },
})
