import { permutation } from '../../permutation.ts'
import { toSkill } from '../skill.ts'
import { fieldsOf, groupsOf, type View, viewsOf } from './columns.ts'
import { bad, good, type Verdict } from './finding.ts'
import { informedAnswers } from './informed.ts'
import { type Learner, learnerOf } from './learner.ts'
import type { Subject } from './subject.ts'

/** A single field that is worth this much of the attainable is the answer itself, or as good as. */
const MOST_SKILL = 0.9
/** Longest rhythm in the order of tasks that is looked for. */
const PERIOD = 32

/**
 * A cheap learner tries to answer from every single field of the request, down to the lowest bits of each number and the
 * characters of each text, from the form of the request, from the place of a task among others and from the answer before
 * it. None of these may be worth nearly everything.
 */
export function checkLeaks({ mechanism, tasks, rng }: Subject): Verdict {
  const known = informedAnswers(mechanism, tasks)
  if (known === undefined) return good('not tried: there are no reference answers and answers are no rows')
  // Halves by lot: of the first half of tasks that come in an order nobody learns anything about the second.
  const order = [...permutation(rng.fork('halves'), tasks.length)]
  const half = Math.floor(tasks.length / 2)
  const [seen, asked] = [order.slice(0, half), order.slice(half)]
  const learner = learnerOf(mechanism, known, seen)
  const scale = mechanism.scaleOf(asked.map((at) => tasks[at]))
  const skillOf = ({ groups }: View): number => {
    const answerOf = learner.learn(groups)
    const sum = asked.reduce((total, at) => total + mechanism.score(tasks[at], answerOf(groups[at] ?? -1)), 0)
    return toSkill(sum / asked.length, scale)
  }

  let best = { name: 'nothing', skill: 0 }
  // Beside another task, since a request of one may say less.
  const [companion] = tasks
  const requests = tasks.map((task) => mechanism.toRequest([task, companion]))
  for (const view of viewsOfAll(requests, learner)) {
    const skill = skillOf(view)
    if (skill > best.skill) best = { name: view.name, skill }
  }
  const worth =
    best.skill > 0 ? `${best.name} alone is worth a skill of ${best.skill.toFixed(2)}` : 'each alone is worth nothing'
  return best.skill > MOST_SKILL
    ? bad(`${worth}: the request gives the answer away; valid is at most ${MOST_SKILL} from any single field`)
    : good(`no single field gives the answer away: ${worth}`)
}

function* viewsOfAll(requests: readonly unknown[], { kinds }: Learner): Iterable<View> {
  const fields = requests.map(fieldsOf)
  const names = new Set(fields.flatMap((own) => [...own.keys()]))
  for (const name of names)
    yield* viewsOf(
      name,
      fields.map((own) => own.get(name)),
    )
  yield* viewsOf(
    'the number of fields',
    fields.map(({ size }) => size),
  )
  yield* viewsOf(
    'the length of the request',
    requests.map((request) => JSON.stringify(request).length),
  )
  yield* viewsOf(
    'the order of fields',
    fields.map((own) => [...own.keys()].join()),
  )
  const places = requests.map((_, index) => index)
  yield { name: 'the place among the tasks', groups: groupsOf(places) }
  yield { name: 'the answer before it', groups: [-1, ...kinds.slice(0, -1)] }
  for (let period = 2; period <= PERIOD; period++)
    yield { name: `the place modulo ${period}`, groups: places.map((index) => index % period) }
}
