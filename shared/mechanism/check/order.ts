import { bad, good, type Verdict } from './finding.ts'
import { rowWidth, wantedRow } from './rows.ts'
import { type Subject, throughJson } from './subject.ts'

/** Of the way from chance to what the answers earn in their order, what they may keep in another. */
const MOST_KEPT = 0.5

/** Answers belong to their tasks: the same answers in another order lose what they knew. */
export function checkOrder({ mechanism, tasks }: Subject): Verdict {
  const answers = informedAnswers({ mechanism, tasks })
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

function informedAnswers({ mechanism, tasks }: Pick<Subject, 'mechanism' | 'tasks'>): readonly unknown[] | undefined {
  if (mechanism.referenceAnswers !== undefined)
    return mechanism.parseAnswers(throughJson(mechanism.referenceAnswers(tasks)), tasks)
  const width = rowWidth(mechanism, tasks)
  return width === undefined ? undefined : tasks.map((task) => wantedRow(mechanism, task, width))
}
