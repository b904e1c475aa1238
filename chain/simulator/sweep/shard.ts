import { flag } from '../../../shared/cli.ts'
import { AppError } from '../../../shared/errors.ts'

/** The part of a sweep that one machine runs: `index` of `count`, from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Parser of `i/n`. */
export const parseShard = flag((text): Shard => {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const shard = { index: Number(index), count: Number(count) }
  if (!(shard.index >= 1 && shard.index <= shard.count)) throw new Error('Use i/n with i from 1 to n, such as 2/8.')
  return shard
})

/** One run of a sweep: a point with a seed, both counted from 0. */
export interface Job {
  readonly point: number
  readonly seed: number
}

/**
 * The jobs of a shard: all points with the first seed, then with the next, so that a sweep that is stopped has something
 * of every point. More seeds leave the jobs of every shard where they are.
 */
export function* jobsOf({ points, seeds, shard }: { points: number; seeds: number; shard: Shard }): Generator<Job> {
  for (let number = shard.index - 1; number < points * seeds; number += shard.count)
    yield { point: number % points, seed: Math.floor(number / points) }
}

/** What reports and tables are made of must fit into the memory of one machine. */
const MOST_RUNS = 1_000_000

/**
 * Refuses more runs than one process can report on, before any of them is made.
 * @throws AppError `too-many-runs`.
 */
export function refuseTooManyRuns(count: number, advice: string): void {
  if (count > MOST_RUNS)
    throw new AppError('too-many-runs', `${count} runs are more than ${MOST_RUNS} in one folder; ${advice}`, { count })
}
