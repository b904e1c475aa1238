import { isDeepStrictEqual } from 'node:util'
import { bad, good, type Verdict } from './finding.ts'
import type { Subject } from './subject.ts'

const PAIRS = 200

/** A task and the same task with another reference give the same request: else the request tells the answer. */
export function checkCanaries({ mechanism, tasks, rng }: Subject): Verdict {
  const some = tasks.slice(0, PAIRS)
  const draws = rng.fork('canaries')
  const canaries = some.map((task) => mechanism.toCanary(task, draws))
  const told = some.findIndex(
    (task, index) =>
      !isDeepStrictEqual(mechanism.toRequest([task]), mechanism.toRequest(canaries.slice(index, index + 1))),
  )
  if (told !== -1)
    return bad(
      `the request of task ${told} changes with its reference: it carries something of the answer, and miners see which tasks are canaries`,
    )
  if (!isDeepStrictEqual(mechanism.toRequest(some), mechanism.toRequest(canaries)))
    return bad('the request of many tasks changes with their references: it carries something of the answers')
  if (some.every((task, index) => isDeepStrictEqual(task, canaries[index])))
    return bad(`none of ${PAIRS} canaries has another reference than its task; valid is one drawn at random`)
  return good(`${PAIRS} tasks and their canaries, with other references, give the same request`)
}
