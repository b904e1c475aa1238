import { bad, good, type Verdict } from './finding.ts'
import { informedAnswers } from './informed.ts'
import { certain, isRow, mixed, sharpened } from './rows.ts'
import { type Subject, throughJson } from './subject.ts'

/** Standard errors of a paired difference that luck may bring. */
const LUCK = 4
/** Score that rounding may bring. */
const ROUNDING = 1e-6
/** Shares of the way from chance to perfect that stated and found scores may differ by. */
const NEAR = 0.1

/** Other reports than the reference, by name. */
const REPORTS: Readonly<Record<string, (reference: Float32Array, naive: Float32Array) => Float32Array>> = {
  'its flattened self': (row) => sharpened(row, 0.6),
  'its sharpened self': (row) => sharpened(row, 1.6),
  'certainty of its largest output': (row) => certain(row.length, row.indexOf(Math.max(...row))),
  'half of it and half of a naive answer': (row, naive) => mixed(row, naive, 0.5),
  'a tenth of evenness in it': (row) =>
    mixed(
      row,
      row.map(() => 1 / row.length),
      0.1,
    ),
  'its reverse': (row) => row.toReversed(),
  'a naive answer': (_, naive) => naive,
}

/**
 * Answers of somebody who knows everything score what the scale calls perfect, and better than other reports made of
 * them; naive answers score chance.
 */
export function checkReferences({ mechanism, tasks }: Subject): Verdict {
  const scale = mechanism.scaleOf(tasks)
  const room = scale.perfect - scale.chance
  const naive = mechanism.parseAnswers(throughJson(mechanism.naiveAnswers(tasks)), tasks)
  const scoresOf = (answers: readonly unknown[]): readonly number[] =>
    tasks.map((task, index) => mechanism.score(task, answers[index]))
  const offChance = (mean(scoresOf(naive)) - scale.chance) / room
  if (!(Math.abs(offChance) <= NEAR))
    return bad(`naive answers score ${percent(offChance)} of the way above chance; valid is chance itself`)
  if (mechanism.referenceAnswers === undefined) {
    const highest = Math.max(...scoresOf(informedAnswers(mechanism, tasks) ?? naive))
    if (highest > ROUNDING)
      return bad(
        `there are no reference answers and an answer scores ${highest}: copies are then told by 1 − exp(score); valid is to give reference answers, or scores up to 0`,
      )
    return good(`naive answers score chance, within ${percent(Math.abs(offChance))}; the optimum is not known`)
  }

  const reference = mechanism.parseAnswers(throughJson(mechanism.referenceAnswers(tasks)), tasks)
  const known = scoresOf(reference)
  const offPerfect = (mean(known) - scale.perfect) / room
  if (!(Math.abs(offPerfect) <= NEAR))
    return bad(`reference answers score ${percent(offPerfect)} of the way above perfect; valid is perfect itself`)
  for (const [name, report] of Object.entries(REPORTS)) {
    const other = reference.map((answer, index) => {
      const blind = naive[index]
      return isRow(answer) && isRow(blind) ? report(answer, blind) : blind
    })
    const gains = scoresOf(other).map((score, index) => score - (known[index] ?? 0))
    const error = deviation(gains) / Math.sqrt(gains.length)
    if (mean(gains) > LUCK * error + 1e-9)
      return bad(`${name} scores ${percent(mean(gains) / room)} more than the reference answer; valid is to lose`)
  }
  return good('reference answers score perfect, more than other reports made of them, and naive answers chance')
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
