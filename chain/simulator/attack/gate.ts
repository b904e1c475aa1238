import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { parserOf } from '../../../shared/zod-parser.ts'
import type { Estimate } from '../metrics/estimate.ts'
import { GRADES, type Grade, isWorse } from '../metrics/grade.ts'
import type { AttackResult, Benchmark } from './summarise.ts'

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

/** What a comparison with a baseline comes to. */
export interface Comparison {
  /** What must not be, one line each. */
  readonly drops: readonly string[]
  /** What is better than the baseline or not in it, one line each. */
  readonly gains: readonly string[]
}

/**
 * Holds a benchmark against a baseline. Drops are grades that are worse, cells whose runs did not come to an end, attacks
 * and cells that the baseline has and the benchmark has not any more, and attacks that fail.
 * @param isAll whether all attacks were run: then one that is missing is gone.
 */
export function compareWith({ attacks }: Benchmark, baseline: Baseline, isAll: boolean): Comparison {
  const missing = Object.keys(baseline).filter((id) => isAll && attacks.every((attack) => attack.id !== id))
  const all = attacks.map((attack) => compareAttack(attack, baseline[attack.id]))
  return {
    drops: [...missing.map((id) => `${id} is gone; the baseline has it`), ...all.flatMap(({ drops }) => drops)],
    gains: all.flatMap(({ gains }) => gains),
  }
}

function compareAttack({ id, name, cells, verdict }: AttackResult, expected: Baseline[string] = {}): Comparison {
  const drops: string[] = []
  const gains: string[] = []
  const say = (list: string[], cell: string, text: string) => list.push(`${id} ${name}, ${cell}: ${text}`)
  // A run under chosen defences says nothing of the other cells, and may be weak on purpose.
  const isChosen = cells.some(({ kind }) => kind === 'chosen')
  for (const cell of isChosen ? [] : Object.keys(expected).filter((one) => cells.every(({ name }) => name !== one)))
    say(drops, cell, 'the cell is gone; the baseline has it')
  for (const { name: cell, kind, grade, gain } of cells) {
    if (kind === 'chosen') continue
    const before = expected[cell]
    if (grade === null) say(drops, cell, `no run came to an end; the baseline is ${before ?? 'without it'}`)
    else if (before === undefined) say(gains, cell, `${grade}, not in the baseline`)
    else if (isWorse(grade, before)) say(drops, cell, `${grade}${showGain(gain)}; the baseline is ${before}`)
    else if (grade !== before) say(gains, cell, `${grade}${showGain(gain)}; the baseline is ${before}`)
  }
  const head = cells.find(({ kind }) => kind === 'default')
  const isTold = head !== undefined && drops.some((drop) => drop.startsWith(`${id} ${name}, ${head.name}:`))
  if (!isChosen && verdict === 'fails' && !isTold)
    say(drops, 'default', `gains what it should not${showGain(head?.gain ?? null)}`)
  return { drops, gains }
}

const showGain = (gain: Estimate | null): string => (gain === null ? '' : ` (gain ${gain.mean.toFixed(3)})`)
