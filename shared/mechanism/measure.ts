import type { Model } from '../model/model.ts'
import type { Mechanism } from './mechanism.ts'
import { toSkill } from './skill.ts'

/** Tasks per request: as a validator might ask. */
const BATCH = 256

/** How good answers are. */
export interface Measurement {
  /** Mean score in the unit of the mechanism's rule. */
  readonly meanScore: number
  /** The same as a share of what these tasks allow: 0 at chance, 1 for answers that know everything. */
  readonly skill: number
}

/** A model's answers with what they are worth. */
export interface MeasuredAnswers<Answer> extends Measurement {
  /** One per task and in their order. */
  readonly answers: readonly Answer[]
}

/** The part of a mechanism that says what answers are worth. */
type Grading<Task, Answer> = Pick<Mechanism<Task, unknown, Answer>, 'score' | 'scaleOf'>

/** Measures parsed answers, one per task; at least one. */
export function measureAnswers<Task, Answer>(
  mechanism: Grading<Task, Answer>,
  tasks: readonly Task[],
  answers: readonly Answer[],
): Measurement {
  let sum = 0
  answers.forEach((answer, index) => {
    const task = tasks[index]
    if (task !== undefined) sum += mechanism.score(task, answer)
  })
  const meanScore = sum / tasks.length
  return { meanScore, skill: toSkill(meanScore, mechanism.scaleOf(tasks)) }
}

/**
 * Measures a model as a miner would run it, without a network between: on a sample that is used for nothing else.
 * @throws AppError `model-mismatch`, `inference-failed`, or as the mechanism's parsers.
 */
export async function measureModel<Task, Request, Answer>(
  mechanism: Mechanism<Task, Request, Answer>,
  model: Model,
  tasks: readonly Task[],
): Promise<MeasuredAnswers<Answer>> {
  const answers: Answer[] = []
  for (let start = 0; start < tasks.length; start += BATCH) {
    const batch = tasks.slice(start, start + BATCH)
    const request = mechanism.parseRequest(mechanism.toRequest(batch))
    answers.push(...mechanism.parseAnswers(await mechanism.answer(request, model), batch))
  }
  return { ...measureAnswers(mechanism, tasks, answers), answers }
}
