import { AppError } from '../../../../shared/errors.ts'
import { nearestName } from '../../../../shared/near-name.ts'
import { MEASURE_NAMES } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'

const DEFAULT = ['gain', 'honestLoss', 'rankCorrelation'] as const
const MOST_BY_DEFAULT = 3

/** True when a measure differs between any two points: else there is nothing to draw. */
const varies = ({ points }: SweepResult, measure: string): boolean =>
  new Set(points.flatMap(({ estimates }) => estimates.get(measure)?.mean ?? [])).size > 1

/**
 * Refuses names that are no measures, before the hours that a sweep may take.
 * @throws AppError `unknown-measure` with the nearest name.
 */
export function requireMeasures(asked: readonly string[] = []): void {
  const unknown = asked.find((name) => !MEASURE_NAMES.includes(name))
  if (unknown !== undefined) throw noMeasure('there is', unknown, MEASURE_NAMES)
}

/**
 * The measures that a report draws: those asked for, or the usual ones that this sweep has.
 * @throws AppError `unknown-measure` with the nearest name.
 */
export function metricsShown(result: SweepResult, asked: readonly string[] | undefined): readonly string[] {
  const unknown = asked?.find((name) => !result.measures.includes(name))
  if (unknown !== undefined) throw noMeasure('this sweep has', unknown, result.measures)
  if (asked !== undefined) return asked
  const usual = DEFAULT.filter((name) => varies(result, name))
  return usual.length > 0 ? usual : result.measures.filter((name) => varies(result, name)).slice(0, MOST_BY_DEFAULT)
}

function noMeasure(where: string, unknown: string, valid: readonly string[]): AppError {
  const nearest = nearestName(unknown, valid)
  const hint = nearest === undefined ? `valid: ${valid.join(', ')}` : `did you mean ${nearest}?`
  return new AppError('unknown-measure', `${where} no measure ${unknown}; ${hint}`)
}
