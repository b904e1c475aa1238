import { spearman } from '../../../../shared/spearman.ts'
import type { SweepResult } from '../summarise.ts'
import { placesOf } from './views.ts'

/** How much one factor moves a measure. */
export interface Sensitivity {
  readonly path: string
  /**
   * Part of the variance over the design that this factor explains by itself, 0 … 1; `undefined` when it is not to be
   * had, as with one factor or a measure that never changes.
   */
  readonly firstOrder: number | undefined
  /** Standardised rank regression coefficient, −1 … 1 for independent factors; `undefined` for factors that are no numbers. */
  readonly rankRegression: number | undefined
}

/**
 * Ranks the factors of a sweep by what they do to one measure's mean over the seeds, the strongest first.
 *
 * First order: Sobol's index Var(E[y | x]) / Var(y) (Sobol 1993), estimated by grouping the points along the factor, with
 * Kelley's correction ε² = 1 − (SSW / (n − k)) / (SST / (n − 1)) for n points in k groups (Kelley 1935), since groups of
 * few points would explain chance. Direction: coefficients of the linear regression of the ranks (Iman & Conover 1979).
 */
export function rankSensitivity(result: SweepResult, measure: string): readonly Sensitivity[] {
  const values = result.points.map(({ estimates }) => estimates.get(measure)?.mean)
  const coefficients = rankRegression(result, values)
  return result.design.factors
    .map(({ path }, factor) => ({
      path,
      firstOrder: firstOrder(
        placesOf(result, factor).map(({ points }) => [...points].flatMap((point) => values[point] ?? [])),
      ),
      rankRegression: coefficients.get(factor),
    }))
    .sort((a, b) => strength(b) - strength(a))
}

const strength = ({ firstOrder: part, rankRegression: slope }: Sensitivity): number =>
  part ?? (slope === undefined ? -1 : slope ** 2)

const sumOfSquares = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

/** Kelley's ε² of groups, at least 0. */
function firstOrder(groups: readonly (readonly number[])[]): number | undefined {
  const filled = groups.filter(({ length }) => length > 0)
  const all = filled.flat()
  const [count, kinds] = [all.length, filled.length]
  if (kinds < 2 || count <= kinds) return undefined
  const total = sumOfSquares(all)
  if (total === 0) return undefined
  const within = filled.reduce((sum, group) => sum + sumOfSquares(group), 0)
  return Math.max(0, 1 - within / (count - kinds) / (total / (count - 1)))
}

/** Coefficient by the number of the factor; none at all when the factors do not determine them. */
function rankRegression(
  { design, points }: SweepResult,
  values: readonly (number | undefined)[],
): ReadonlyMap<number, number> {
  const rows = values.flatMap((y, index) => (y === undefined ? [] : [{ y, point: points[index]?.point ?? [] }]))
  const y = rows.map((row) => row.y)
  const columns = design.factors
    .map((_, factor) => ({ factor, x: rows.map(({ point }) => point[factor]) }))
    .flatMap(({ factor, x }) => {
      const numbers = x.filter((value) => typeof value === 'number')
      const own = numbers.length === rows.length ? spearman(numbers, y) : undefined
      return own === undefined ? [] : [{ factor, x: numbers, own }]
    })
  if (rows.length <= columns.length + 1) return new Map()
  // The normal equations of standardised ranks hold their correlations.
  const matrix = columns.map(({ x, own }) => [...columns.map((other) => spearman(x, other.x) ?? 0), own])
  const solution = solve(matrix)
  return new Map(solution?.map((coefficient, index) => [columns[index]?.factor ?? -1, coefficient]))
}

const SINGULAR = 1e-9

/** Solves a linear system, rows with their right-hand side at the end, by elimination; `undefined` for a singular one. */
function solve(rows: readonly (readonly number[])[]): readonly number[] | undefined {
  const left = rows.map((row) => [...row])
  const size = left.length
  for (let column = 0; column < size; column++) {
    const below = left.slice(column)
    const best = below.reduce(
      (most, row, i) => (Math.abs(at(row, column)) > Math.abs(at(below[most], column)) ? i : most),
      0,
    )
    const pivot = left[column + best]
    const moved = left[column]
    if (pivot === undefined || moved === undefined || Math.abs(at(pivot, column)) < SINGULAR) return undefined
    left[column + best] = moved
    left[column] = pivot
    left.forEach((row, index) => {
      if (index === column) return
      const factor = at(row, column) / at(pivot, column)
      for (let i = column; i <= size; i++) row[i] = at(row, i) - factor * at(pivot, i)
    })
  }
  return left.map((row, index) => at(row, size) / at(row, index))
}

const at = (row: readonly number[] | undefined, index: number): number => row?.[index] ?? 0
