import { lowOf } from '../../metrics/estimate.ts'
import type { PointSummary, SweepResult } from '../summarise.ts'
import { scalarText, withInterval } from './numbers.ts'

/** A point that stands out, in words. */
export interface Extreme {
  /** Mean ± half of the interval. */
  readonly text: string
  /** `drift=0.3 noise.sigma=0.1` */
  readonly at: string
}

/** Where a measure is lowest and highest; `undefined` where no point has it. */
export function extremesOf(
  { points, design }: SweepResult,
  measure: string,
): { readonly lowest: Extreme; readonly highest: Extreme } | undefined {
  const known = points.filter(({ estimates }) => estimates.has(measure))
  const mean = ({ estimates }: PointSummary): number => estimates.get(measure)?.mean ?? 0
  const sorted = known.toSorted((a, b) => mean(a) - mean(b))
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  if (lowest === undefined || highest === undefined) return undefined
  const told = ({ point, estimates }: PointSummary): Extreme => ({
    text: withInterval(estimates.get(measure)),
    at: point.map((value, index) => `${design.factors[index]?.path}=${scalarText(value)}`).join(' '),
  })
  return { lowest: told(lowest), highest: told(highest) }
}

/** Where an attack surely pays: the whole interval of its gain is above 1. Nothing for a sweep without attackers. */
export function payingText({ points, measures }: SweepResult): string | undefined {
  if (!measures.includes('gain')) return undefined
  const gains = points.flatMap(({ estimates }) => estimates.get('gain') ?? [])
  const paying = gains.filter((found) => found.halfWidth !== undefined && lowOf(found) > 1)
  return `The attack pays (gain above 1 with its whole interval) at ${paying.length} of ${gains.length} points.`
}
