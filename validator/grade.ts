import { AppError } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { answerRoute } from '../shared/wire/routes.ts'
import { parseOutcome, readAnswer } from './read-answer.ts'
import type { Failure, Reply } from './reply.ts'

/** What a reply is worth. */
export interface Grade {
  readonly outcome: 'answered' | Failure['tag']
  /** Why there was no valid answer; empty for an answer. */
  readonly detail: string
  /** Mean score over the tasks in the unit of the mechanism's rule; the worst possible without a valid answer. */
  readonly score: number
  readonly latencyMs: number | null
  /** SHA-256 of the model that the miner claims. */
  readonly model: string | null
  /** JSON of the answers, without whatever else the reply held. */
  readonly body: string | null
}

/**
 * Grades one reply on its own: nothing that another miner does can change it. Everything but a valid answer to every
 * task scores worst, since a miner may not choose the tasks that it is paid for.
 */
export function grade<Task>(mechanism: Mechanism<Task>, tasks: readonly Task[], reply: Reply): Grade {
  const read = readAnswer(answerRoute, reply)
  if (read.tag !== 'answered') return failed(mechanism, read)
  const { answers, model } = read.value
  const scored = parseOutcome(read.latencyMs, () => scoreAll(mechanism, tasks, answers))
  if (scored.tag !== 'answered') return { ...failed(mechanism, scored), latencyMs: read.latencyMs, model }
  return {
    outcome: 'answered',
    detail: '',
    score: scored.value,
    latencyMs: read.latencyMs,
    model,
    body: JSON.stringify(answers),
  }
}

/**
 * Mean score of a miner's answers over the tasks.
 * @throws AppError `malformed` when they are not valid answers to all tasks.
 */
export function scoreAll<Task>(mechanism: Mechanism<Task>, tasks: readonly Task[], input: unknown): number {
  const answers = mechanism.parseAnswers(input, tasks)
  if (answers.length !== tasks.length)
    throw new AppError('malformed', `found ${answers.length} answers; asked for were ${tasks.length}`)
  let sum = 0
  tasks.forEach((task, index) => {
    sum += mechanism.score(task, answers[index])
  })
  const mean = sum / tasks.length
  if (!Number.isFinite(mean)) throw new AppError('malformed', `the answers score ${mean}; valid are finite scores`)
  return mean
}

const failed = ({ scale }: Pick<Mechanism, 'scale'>, { tag, detail }: Failure): Grade => ({
  outcome: tag,
  detail,
  score: scale.worst,
  latencyMs: null,
  model: null,
  body: null,
})
