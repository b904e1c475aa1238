import { fromHex } from '../bytes.ts'
import { AppError, isAppError, messageOf } from '../errors.ts'
import type { Mechanism, ScoreScale } from '../mechanism/mechanism.ts'
import { toSkill } from '../mechanism/skill.ts'
import type { ScoredAnswers } from '../scoring/round.ts'
import { type Payload, parsePayload } from '../wire/payload.ts'
import { answerHash, type RoundParties } from './answer-hash.ts'
import type { PlannedTask } from './plan.ts'

/** Why an answer that was revealed does not count. */
export interface Rejection {
  readonly outcome: 'mismatched' | 'malformed'
  /** What is wrong; it may quote the miner. */
  readonly detail: string
}

/** A revealed answer that counts. */
export interface Accepted {
  readonly outcome: 'answered'
  readonly payload: Payload
  /** One per task in the order of the request. */
  readonly answers: readonly unknown[]
  /** Mean over the shared tasks, in the unit of the mechanism's rule. */
  readonly score: number
  /** Of the shared tasks, 0 to 1. */
  readonly skill: number
  /** Of the miner's own tasks, not cut at 0 or 1; `undefined` without any that leave room above chance. */
  readonly sliceSkill: number | undefined
  /** Mean over the canaries; `undefined` without any. */
  readonly canaryScore: number | undefined
  /** Answers to the shared tasks in their order, the same for all miners. */
  readonly shared: readonly unknown[]
  /** All but the errors, for which all miners of the round are needed. */
  readonly scored: Omit<ScoredAnswers, 'errors' | 'latencyMs'>
}

/** What a miner committed to and revealed. */
export interface Revealed extends RoundParties {
  readonly commitHash: string
  readonly payload: string
  /** 64 hex digits. */
  readonly salt: string
}

/** What it is graded by. */
export interface GradeOptions<Task> {
  readonly mechanism: Mechanism<Task>
  /** In the order in which this miner was asked. */
  readonly tasks: readonly PlannedTask<Task>[]
  /** Of the shared tasks. */
  readonly scale: ScoreScale
}

/**
 * Grades one miner's reveal on its own: nothing that another miner does can change it. Everything but valid answers to
 * every task counts as none, since a miner may not choose the tasks that it is paid for; the skill comes from the shared
 * tasks alone.
 */
export function gradeReveal<Task>(
  { commitHash, payload: text, salt, ...parties }: Revealed,
  { mechanism, tasks, scale }: GradeOptions<Task>,
): Accepted | Rejection {
  if (answerHash({ ...parties, salt: fromHex(salt), payload: text }) !== commitHash)
    return { outcome: 'mismatched', detail: 'the reveal does not hash to the commitment' }
  try {
    const payload = parsePayload(text)
    const all = tasks.map(({ task }) => task)
    const answers = mechanism.parseAnswers(payload.answers, all)
    if (answers.length !== tasks.length)
      throw new AppError('malformed', `found ${answers.length} answers; asked for were ${tasks.length}`)
    const parts = {
      shared: partOf(tasks, answers, 'shared'),
      own: partOf(tasks, answers, 'own'),
      canary: partOf(tasks, answers, 'canary'),
    }
    const shared = scoresOf(mechanism, parts.shared)
    const own = scoresOf(mechanism, parts.own)
    const sliceScale = scaleOf(mechanism, parts.own)
    // Tasks that happen to leave no room above chance say nothing of a skill, and no number should come of them.
    const slice = hasRoom(sliceScale) && hasRoom(scale) ? own : new Float64Array(0)
    const canaries = scoresOf(mechanism, parts.canary)
    const score = meanOf(shared)
    return {
      outcome: 'answered',
      payload,
      answers,
      score,
      skill: toSkill(score, scale),
      sliceSkill:
        slice.length === 0 ? undefined : (meanOf(slice) - sliceScale.chance) / (sliceScale.perfect - sliceScale.chance),
      canaryScore: canaries.length === 0 ? undefined : meanOf(canaries),
      shared: parts.shared.map(({ answer }) => answer),
      scored: { shared, slice, sliceScale, canaries, canaryScale: scaleOf(mechanism, parts.canary) },
    }
  } catch (error) {
    // Every error counts as the miner's, also one that the author of a parser did not foresee: otherwise one miner could
    // stop the round of all.
    return {
      outcome: 'malformed',
      detail: isAppError(error) ? messageOf(error) : `answers: ${messageOf(error)}`,
    }
  }
}

interface Answered<Task> {
  readonly index: number
  readonly task: Task
  readonly answer: unknown
}

/** Tasks of a kind with their answers, in the order of their indices. */
const partOf = <Task>(
  tasks: readonly PlannedTask<Task>[],
  answers: readonly unknown[],
  wanted: PlannedTask<Task>['kind'],
): readonly Answered<Task>[] =>
  tasks
    .flatMap(({ kind, index, task }, at) => (kind === wanted ? [{ index, task, answer: answers[at] }] : []))
    .sort((a, b) => a.index - b.index)

/** Larger scores have no finite square, and what is kept of a miner would hold no numbers any more. */
const MOST_SCORE = 1e100

/** @throws AppError `malformed` for scores that cannot be averaged. */
function scoresOf<Task>(mechanism: Mechanism<Task>, part: readonly Answered<Task>[]): Float64Array {
  const scores = Float64Array.from(part, ({ task, answer }) => mechanism.score(task, answer))
  const wrong = scores.find((score) => !(Math.abs(score) <= MOST_SCORE))
  if (wrong !== undefined)
    throw new AppError('malformed', `an answer scores ${wrong}; valid is up to ${MOST_SCORE} on either side of 0`)
  return scores
}

const hasRoom = ({ chance, perfect }: ScoreScale): boolean => perfect > chance

const scaleOf = <Task>(mechanism: Mechanism<Task>, part: readonly Answered<Task>[]): ScoreScale =>
  part.length === 0 ? mechanism.scale : mechanism.scaleOf(part.map(({ task }) => task))

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
