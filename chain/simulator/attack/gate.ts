import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { parserOf } from '../../../shared/zod-parser.ts'
import { GRADES, type Grade, isWorse } from '../metrics/grade.ts'
import type { Benchmark } from './summarise.ts'

/** Grades that must not fall, by attack and name of the cell. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, Grade>>>>

const schema = z.record(z.string(), z.record(z.string(), z.enum(['A', 'B', 'C', 'F'])))

/** @throws AppError `malformed`. */
export function parseBaseline(text: string, file: string): Baseline {
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    throw new AppError(
      'malformed',
      `${file} is no JSON; a baseline maps attacks to cells to grades ${GRADES.join(', ')}`,
    )
  }
  return parserOf(schema, 'baseline')(input)
}

/** The grades of a benchmark, to be committed. */
export const toBaseline = ({ attacks }: Benchmark): Baseline =>
  Object.fromEntries(
    attacks.map(({ id, cells }) => [
      id,
      Object.fromEntries(cells.flatMap(({ name, grade }) => (grade === null ? [] : [[name, grade]]))),
    ]),
  )

/** One line for each grade that is worse than its baseline, or that is not known any more. */
export function findDrops({ attacks }: Benchmark, baseline: Baseline): readonly string[] {
  return attacks.flatMap(({ id, name, cells }) =>
    Object.entries(baseline[id] ?? {}).flatMap(([cell, expected]) => {
      const found = cells.find((one) => one.name === cell)
      // A run of chosen cells says nothing of the others.
      if (found === undefined) return []
      if (found.grade === null) return [`${id} ${name}, ${cell}: no run came to an end; the baseline is ${expected}`]
      if (!isWorse(found.grade, expected)) return []
      const gain = found.gain === null ? '' : ` (gain ${found.gain.mean.toFixed(3)})`
      return [`${id} ${name}, ${cell}: ${found.grade}${gain}; the baseline is ${expected}`]
    }),
  )
}
