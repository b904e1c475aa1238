import type { Mechanism } from '../mechanism.ts'
import { groupsOf } from './columns.ts'
import { isRow, normalised } from './rows.ts'

/** Examples that a group is worth before it is looked at: a field with many values knows nothing of each. */
const PRIOR = 2

/** What can be learned from the best answers to some tasks. */
export interface Learner {
  /** What the answer to each task is, as a group of like answers. */
  readonly kinds: readonly number[]
  /** Learns the answer of each group from the tasks that may be looked at; for another group it is that of all. */
  learn(groups: readonly number[]): (group: number) => unknown
}

/**
 * Answers a group with the mean of what its examples want, drawn towards the mean of all.
 * @param known the best answer to each task.
 * @param seen positions of the examples.
 */
export const learnerOf = (
  mechanism: Pick<Mechanism, 'blend'>,
  known: readonly unknown[],
  seen: readonly number[],
): Learner => (known.every(isRow) ? rowLearner(known, seen) : blendLearner(mechanism, known, seen))

function rowLearner(known: readonly Float32Array[], seen: readonly number[]): Learner {
  const width = known[0]?.length ?? 0
  const total = new Float32Array(width)
  for (const at of seen) add(total, known[at])
  const mean = normalised(total)
  return {
    kinds: known.map((row) => row.indexOf(Math.max(...row))),
    learn(groups) {
      const sums = new Map<number, Float32Array>()
      for (const at of seen) {
        const group = groups[at] ?? -1
        const sum = sums.get(group) ?? mean.map((value) => PRIOR * value)
        sums.set(group, sum)
        add(sum, known[at])
      }
      const answers = new Map([...sums].map(([group, sum]) => [group, normalised(sum)]))
      return (group) => answers.get(group) ?? mean
    },
  }
}

/** For answers that are no rows: by the mechanism's own blend. */
function blendLearner(
  { blend }: Pick<Mechanism, 'blend'>,
  known: readonly unknown[],
  seen: readonly number[],
): Learner {
  const mean = blend(seen.map((at) => known[at]))
  return {
    kinds: groupsOf(known.map((answer) => JSON.stringify(answer))),
    learn(groups) {
      const members = Map.groupBy(seen, (at) => groups[at] ?? -1)
      const answers = new Map(
        [...members].map(([group, own]) => [
          group,
          blend([...Array.from({ length: PRIOR }, () => mean), ...own.map((at) => known[at])]),
        ]),
      )
      return (group) => answers.get(group) ?? mean
    },
  }
}

function add(sum: Float32Array, row: Float32Array | undefined): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (row?.[i] ?? 0)
}
