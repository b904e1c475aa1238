import type { Mechanism, ScoreScale } from '../mechanism.ts'
import type { ClassRequest } from './answering.ts'
import { type AskingRows, askingRows, type ClassTask, drawClass } from './asking.ts'
import type { Probabilities } from './probabilities.ts'
import { rowsToWire } from './row-answers.ts'

/** A row, what came of it, and how probable everything was that could have come. Only the row leaves the validator. */
export interface LawTask extends ClassTask {
  /** Exact probability of each outcome given the row, by somebody who knows the source that drew it. */
  readonly law: Probabilities
}

/** What a mechanism with a known law is made of. */
export interface LawOptions {
  /** Answer of somebody who knows nothing of a task but how tasks are drawn: its score is chance. */
  readonly naive: Probabilities
  /** Of all tasks at the default difficulty by expectation. */
  readonly scale: ScoreScale
  /** Score of an answer when the outcome is `label`: strictly proper. */
  score(label: number, answer: Probabilities): number
}

/** `perfect` leaves at least this share of the expected room above chance, so that no luck makes a hair's breadth worth everything. */
const LEAST_ROOM = 0.5

/** The validator's half of a mechanism whose tasks are drawn from sources that it knows: what is attainable is exact. */
export function askingLaw({
  naive,
  scale,
  score,
}: LawOptions): AskingRows<LawTask> &
  Pick<
    Mechanism<LawTask, ClassRequest, Probabilities>,
    'scale' | 'scaleOf' | 'toCanary' | 'score' | 'referenceAnswers' | 'naiveAnswers'
  > {
  /** How much the law is expected to win over the naive answer: Σ law[k] · (score(k, law) − score(k, naive)). */
  const roomOf = ({ law }: LawTask): number =>
    law.reduce((sum, share, outcome) => sum + share * (score(outcome, law) - score(outcome, naive)), 0)

  return {
    ...askingRows<LawTask>(naive.length),
    scale,
    /**
     * Of exactly these tasks: `chance` is the mean score of the naive answer on their outcomes and `perfect` that of the
     * law, so that the luck of the draw moves both alike and is nobody's skill. Where the law had bad luck, `perfect`
     * stays half of the expected room above `chance`.
     */
    scaleOf(tasks) {
      const mean = (of: (task: LawTask) => number): number =>
        tasks.reduce((sum, task) => sum + of(task), 0) / tasks.length
      // A mean of worst scores may be rounded to below them, and the worst answer would have a skill.
      const chance = Math.max(
        scale.worst,
        mean(({ label }) => score(label, naive)),
      )
      const law = mean((task) => score(task.label, task.law))
      return { worst: scale.worst, chance, perfect: Math.max(law, chance + LEAST_ROOM * mean(roomOf)) }
    },
    toCanary: (task, rng) => ({ ...task, label: drawClass(naive, rng) }),
    score: ({ label }, answer) => score(label, answer),
    referenceAnswers: (tasks) => rowsToWire(tasks.map(({ law }) => law)),
    naiveAnswers: (tasks) => rowsToWire(tasks.map(() => naive)),
  }
}
