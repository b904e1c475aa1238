import { AppError } from '../errors.ts'
import { permutation } from '../permutation.ts'
import type { Rng } from '../rng.ts'
import { countClasses, type LabelledRows, selectRows } from './labelled-rows.ts'

/** Fewest rows that a class has, so that every part of the split holds one. */
export const MIN_CLASS_ROWS = 5

const HELD_OUT_SHARE = 0.2
const FRESH_SHARE = 0.2

/** Three parts that share no row. */
export interface Split {
  /** For training models: about 60 %. */
  readonly train: LabelledRows
  /** For validators' tasks: about 20 %. No miner sees them. */
  readonly heldOut: LabelledRows
  /** For the skill in reports and nothing else: about 20 %. */
  readonly fresh: LabelledRows
}

/**
 * Splits rows at random, class by class, so that every part holds the classes in the same proportions.
 * @throws AppError `too-few-rows` naming the class that has fewer than `MIN_CLASS_ROWS`.
 */
export function splitTable(rows: LabelledRows, rng: Rng): Split {
  const counts = countClasses(rows)
  const least = Math.min(...counts)
  if (least < MIN_CLASS_ROWS)
    throw new AppError(
      'too-few-rows',
      `class ${JSON.stringify(rows.classNames[counts.indexOf(least)])} has ${least} of ${rows.labels.length} rows; ` +
        `to be split into training, held-out and fresh rows each class needs ${MIN_CLASS_ROWS} or more`,
    )
  const [heldOut = [], fresh = [], train = []] = stratify(rows, [HELD_OUT_SHARE, FRESH_SHARE], rng)
  return { train: selectRows(rows, train), heldOut: selectRows(rows, heldOut), fresh: selectRows(rows, fresh) }
}

/**
 * Random indices of one part per share plus a last part with the rest, each holding at least one row of every class
 * that has enough, in random order.
 */
export function stratify(
  rows: Pick<LabelledRows, 'labels' | 'classNames'>,
  shares: readonly number[],
  rng: Rng,
): readonly (readonly number[])[] {
  const members: number[][] = rows.classNames.map(() => [])
  for (const index of permutation(rng, rows.labels.length)) members[rows.labels[index] ?? 0]?.push(index)
  const parts: number[][] = [...shares, 0].map(() => [])
  for (const indices of members) {
    let start = 0
    shares.forEach((share, part) => {
      const end = start + Math.max(1, Math.round(share * indices.length))
      parts[part]?.push(...indices.slice(start, end))
      start = end
    })
    parts[shares.length]?.push(...indices.slice(start))
  }
  return parts.map((part) => Array.from(permutation(rng, part.length), (at) => part[at] ?? 0))
}
