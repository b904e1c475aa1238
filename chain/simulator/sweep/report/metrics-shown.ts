import { AppError } from '../../../../shared/errors.ts'
import { nearestName } from '../../../../shared/near-name.ts'
import type { SweepResult } from '../summarise.ts'

const DEFAULT = ['gain', 'honestLoss', 'rankCorrelation'] as const
const MOST_BY_DEFAULT = 3

/** True when a measure differs between any two points: else there is nothing to draw. */
export const varies = ({ points }: SweepResult, measure: string): boolean =>
  new Set(points.flatMap(({ estimates }) => estimates.get(measure)?.mean ?? [])).size > 1

/**
 * The measures that a report draws: those asked for, or the usual ones that this sweep has.
 * @throws AppError `unknown-measure` with the nearest name.
 */
export function metricsShown(result: SweepResult, asked: readonly string[] | undefined): readonly string[] {
  const unknown = asked?.find((name) => !result.measures.includes(name))
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, result.measures)
    const hint = nearest === undefined ? `it has ${result.measures.join(', ')}` : `did you mean ${nearest}?`
    throw new AppError('unknown-measure', `this sweep has no measure ${unknown}; ${hint}`)
  }
  if (asked !== undefined) return asked
  const usual = DEFAULT.filter((name) => varies(result, name))
  return usual.length > 0 ? usual : result.measures.filter((name) => varies(result, name)).slice(0, MOST_BY_DEFAULT)
}
