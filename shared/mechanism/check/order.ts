import { isDeepStrictEqual } from 'node:util'
import { bad, good, type Verdict } from './finding.ts'
import { informedAnswers } from './informed.ts'
import type { Subject } from './subject.ts'

/** Of the way from chance to what the answers earn in their order, what they may keep in another. */
const MOST_KEPT = 0.5

/** Answers belong to their tasks: requests keep the order of tasks, and the same answers in another order lose what they knew. */
export function checkOrder({ mechanism, tasks }: Subject): Verdict {
  const [first, ...others] = tasks
  const second = others.find((task) => !isDeepStrictEqual(mechanism.toRequest([task]), mechanism.toRequest([first])))
  if (
    second !== undefined &&
    isDeepStrictEqual(mechanism.toRequest([first, second]), mechanism.toRequest([second, first]))
  )
    return bad(
      'two tasks make the same request in either order; valid is to ask them in the order that they are given in',
    )

  const answers = informedAnswers(mechanism, tasks)
  if (answers === undefined) return good('not tried: there are no reference answers and answers are no rows')
  const { chance } = mechanism.scaleOf(tasks)
  const meanOf = (shift: number): number =>
    tasks.reduce<number>((sum, task, i) => sum + mechanism.score(task, answers[(i + shift) % tasks.length]), 0) /
    tasks.length
  const inOrder = meanOf(0) - chance
  const shifted = meanOf(Math.floor(tasks.length / 3)) - chance
  if (!(inOrder > 0)) return bad('the best answers known do not score above chance; valid is a score that rewards them')
  return shifted > MOST_KEPT * inOrder
    ? bad(
        `answers moved to other tasks keep ${((100 * shifted) / inOrder).toFixed(0)} % of what they earned; valid is to lose it`,
      )
    : good('answers that are moved to other tasks lose what they earned')
}
