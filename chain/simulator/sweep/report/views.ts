import { type Estimate, estimate, meanOf } from '../../metrics/estimate.ts'
import type { Scalar } from '../json.ts'
import type { SweepResult } from '../summarise.ts'
import { gridValues } from '../vary.ts'

/** One place along a factor: a value of a grid, or a part of a range that a hypercube fills. */
export interface Place {
  /** The value, or the middle of the part. */
  readonly value: Scalar
  /** Points of the design that lie there. */
  readonly points: ReadonlySet<number>
}

const MOST_PARTS = 10

/** Groups the points of a sweep along one factor, in the order of its values. */
export function placesOf({ design, points }: SweepResult, factor: number): readonly Place[] {
  const along = design.factors[factor]
  if (along === undefined) return []
  const values = points.map(({ point }) => point[factor] ?? null)
  if (design.kind === 'grid' || along.tag === 'values')
    return gridValues(along)
      .map((value) => ({ value, points: new Set(values.flatMap((found, index) => (found === value ? [index] : []))) }))
      .filter((place) => place.points.size > 0)
  // Equal counts rather than equal widths: so that no part is empty, on any scale.
  const order = values.map((value, index) => ({ value: Number(value), index })).sort((a, b) => a.value - b.value)
  const parts = Math.max(1, Math.min(MOST_PARTS, Math.floor(Math.sqrt(order.length))))
  return Array.from({ length: parts }, (_, part) => {
    const members = order.slice(
      Math.floor((part * order.length) / parts),
      Math.floor(((part + 1) * order.length) / parts),
    )
    return {
      value: Number((meanOf(members.map(({ value }) => value)) ?? 0).toPrecision(6)),
      points: new Set(members.map(({ index }) => index)),
    }
  })
}

/**
 * Mean of a measure over some points with its interval over the seeds: each seed gives the mean of its runs, and these
 * means are the sample. `undefined` when no run has the measure.
 */
export function estimateOver(
  { outcomes }: Pick<SweepResult, 'outcomes'>,
  points: ReadonlySet<number>,
  measure: string,
): Estimate | undefined {
  const bySeed = new Map<number, number[]>()
  for (const { point, seed, result } of outcomes) {
    const value = 'measures' in result && points.has(point) ? result.measures[measure] : undefined
    if (value === undefined) continue
    const values = bySeed.get(seed)
    if (values === undefined) bySeed.set(seed, [value])
    else values.push(value)
  }
  return estimate([...bySeed.values()].flatMap((values) => meanOf(values) ?? []))
}
