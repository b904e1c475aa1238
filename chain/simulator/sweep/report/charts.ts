import type { TopLevelSpec } from 'vega-lite'
import { measureInfo } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'
import { type CurveFactors, curvesOf } from './curves.ts'
import { heatMapOf } from './heat-map.ts'
import { rankSensitivity } from './sensitivity.ts'
import { placesOf } from './views.ts'

/** More lines, or more panels, than these are a heat map's business. */
const MOST_LINES = 6
const MOST_PANELS = 4
/** Curves of more factors, weakest last, would say nothing. */
const MOST_CURVES = 4

/** A picture with what it shows, in words. */
export interface Chart {
  /** Different for each chart of a measure, and fit for the name of a file. */
  readonly name: string
  readonly spec: TopLevelSpec
  readonly caption: string
}

/** First letter large. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Pictures of one measure: a map of the two strongest factors, and curves. */
export function chartsOf(result: SweepResult, measure: string): readonly Chart[] {
  const paths = result.design.factors.map(({ path }) => path)
  const order = rankSensitivity(result, measure).map(({ path }) => paths.indexOf(path))
  const [first = 0, second] = order
  const label = sentence(measureInfo(measure).label)
  if (second === undefined)
    return [
      {
        name: 'curve',
        spec: curvesOf(result, measure, { along: first }),
        caption: `${label}: mean and 95 % interval over the seeds.`,
      },
    ]
  const map = {
    name: 'map',
    spec: heatMapOf(result, { measure, across: first, down: second }),
    caption: `${label} over ${paths[first]} and ${paths[second]}${paths.length > 2 ? ', averaged over the other parameters' : ''}.${partsNote(result)}`,
  }
  const together = curvesTogether(result, order)
  const shown = new Set(together === undefined ? [] : Object.values(together))
  const rest = shown.size < paths.length ? ', averaged over the other parameters' : ''
  const curves =
    together === undefined
      ? []
      : [
          {
            name: 'curves',
            spec: curvesOf(result, measure, together),
            caption: `The same as curves with their 95 % intervals over the seeds${rest}.`,
          },
        ]
  const alone = order
    .filter((along) => !shown.has(along))
    .slice(0, MOST_CURVES)
    .map((along) => ({
      // Paths hold names that people chose: no folder of somebody else may come of one.
      name: `along-${encodeURIComponent(paths[along] ?? '')}`,
      spec: curvesOf(result, measure, { along }),
      caption: `Along ${paths[along]}, averaged over the other parameters, with 95 % intervals over the seeds.`,
    }))
  return [map, ...curves, ...alone]
}

/** How a picture shows points of which no two have a value in common. */
const partsNote = ({ design }: SweepResult): string =>
  design.kind === 'grid' ? '' : ' A range is cut into parts with equally many points; each stands at its mean.'

/**
 * Up to three factors of a grid in one picture: of the two strongest the one with fewer values makes the lines, the third
 * the panels. `undefined` where there would be too many lines, and for hypercubes, which have no two points in line.
 */
function curvesTogether(result: SweepResult, [first, second, third]: readonly number[]): CurveFactors | undefined {
  if (result.design.kind !== 'grid' || first === undefined || second === undefined) return undefined
  const count = (factor: number) => placesOf(result, factor).length
  const lines = count(first) < count(second) ? { along: second, by: first } : { along: first, by: second }
  if (count(lines.by) > MOST_LINES) return undefined
  return third === undefined || count(third) > MOST_PANELS ? lines : { ...lines, panels: third }
}
