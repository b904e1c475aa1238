import type { ScoreScale } from '../mechanism.ts'
import { bad, good, type Verdict } from './finding.ts'
import { certain, randomRow, rowWidth } from './rows.ts'
import { type Subject, throughJson } from './subject.ts'

const TASKS = 100
const SMALL = 1e-6

/** Scores are numbers in their range, scales are in order, and distance and blend do what they say. */
export function checkScores({ mechanism, tasks: all, rng }: Subject): Verdict {
  const tasks = all.slice(0, TASKS)
  for (const sample of [
    tasks.slice(0, 1),
    tasks.slice(0, 2),
    tasks,
    tasks.map((task) => mechanism.toCanary(task, rng)),
  ]) {
    const fault = scaleFault(mechanism.scaleOf(sample))
    if (fault !== undefined) return bad(`the scale of ${sample.length} tasks has ${fault}`)
  }
  const width = rowWidth(mechanism, tasks)
  const naive = mechanism.parseAnswers(throughJson(mechanism.naiveAnswers(tasks)), tasks)
  const draws = rng.fork('answers')
  for (const [index, task] of tasks.entries()) {
    const answers: readonly unknown[] = [
      naive[index],
      ...(width === undefined
        ? []
        : [randomRow(draws, width), randomRow(draws, width, 0.1), certain(width, draws.below(width))]),
    ]
    for (const answer of answers) {
      const score = mechanism.score(task, answer)
      if (!Number.isFinite(score) || score < mechanism.scale.worst - SMALL)
        return bad(`an answer to task ${index} scores ${score}; valid are numbers from ${mechanism.scale.worst}`)
      const again = mechanism.score(task, answer)
      if (again !== score)
        return bad(`an answer to task ${index} scores ${score} and then ${again}; valid is the same score every time`)
      if (!(Math.abs(mechanism.distance(answer, answer)) <= SMALL))
        return bad(`the distance of an answer from itself is ${mechanism.distance(answer, answer)}; valid is 0`)
      for (const other of answers) {
        const [there, back] = [mechanism.distance(answer, other), mechanism.distance(other, answer)]
        if (!(there >= 0 && there <= 1 && Math.abs(there - back) <= SMALL))
          return bad(`two answers are ${there} and ${back} apart, seen from each; valid is the same from 0 to 1`)
      }
      if (
        !(Math.abs(mechanism.score(task, mechanism.blend([answer, answer])) - score) <= SMALL + SMALL * Math.abs(score))
      )
        return bad(`an answer to task ${index} blended with itself scores otherwise; valid is the same answer`)
    }
    if (!Number.isFinite(mechanism.score(task, mechanism.blend(answers))))
      return bad(`the blend of answers to task ${index} has no score; valid is an answer`)
    if (!isMeanOfRows(mechanism, answers))
      return bad(
        `the blend of answers to task ${index} is not the mean of their rows; valid is no rowForm, or their mean`,
      )
  }
  return good(`scores, scales, distances and blends of ${tasks.length} tasks are in their ranges`)
}

/** Whether the blend of answers is what their form as rows promises. */
function isMeanOfRows({ blend, rowForm }: Subject['mechanism'], answers: readonly unknown[]): boolean {
  if (rowForm === undefined) return true
  const rows = answers.map((answer) => rowForm.toRow(answer))
  const blended = rowForm.toRow(rowForm.toAnswer(rowForm.toRow(blend(answers))))
  return blended.every((value, i) => {
    const mean = rows.reduce((sum, row) => sum + (row[i] ?? Number.NaN), 0) / rows.length
    return Math.abs(value - mean) <= SMALL
  })
}

function scaleFault({ worst, chance, perfect }: ScoreScale): string | undefined {
  const isOrdered = Number.isFinite(worst) && Number.isFinite(perfect) && worst <= chance && chance < perfect
  return isOrdered
    ? undefined
    : `worst ${worst}, chance ${chance}, perfect ${perfect}; valid is worst ≤ chance < perfect`
}
