import { AppError } from '../errors.ts'
import type { Mechanism } from '../mechanism/mechanism.ts'
import type { Model } from '../model/model.ts'
import { type Proof, TASKS_PER_PROOF } from './proof.ts'
import { recordHidden } from './record-hidden.ts'
import { type ProofCheck, verifyProofs } from './verify.ts'

/** A proof and the answers that it stands for, compared with what the registered model gives. */
export interface AnswersCheck extends ProofCheck {
  /**
   * Largest distance of an answer from the registered model's own by `Mechanism.distance`, over the mean distance of the
   * model's answers to neighbouring tasks: 0 for the same answers, about 1 for those to other tasks. The proof speaks of
   * the hidden layer alone: without this a miner could prove one model's hidden layer and answer by another's last layer.
   */
  readonly answerGap: number
}

/** A model whose answers hardly depend on the task differs by rounding alone: its gaps are measured by this instead. */
const LEAST_SPREAD = 0.01

/** What a miner revealed, and the model that it registered. */
export interface RevealedAnswers<Task, Request, Answer> {
  readonly mechanism: Pick<Mechanism<Task, Request, Answer>, 'toRequest' | 'answer' | 'parseAnswers' | 'distance'>
  /** In the order of the miner's request. */
  readonly tasks: readonly Task[]
  /** One per task. */
  readonly answers: readonly Answer[]
  /** One per 32 tasks. */
  readonly proofs: readonly Proof[]
  readonly model: Model
}

/**
 * Runs the registered model on the miner's tasks, once, and compares proofs and answers with it, one check per proof.
 * `judgeProofs` says what they amount to.
 * @throws AppError `no-hidden-output` when the model shows no hidden layer; `inference-failed`, `model-mismatch` or
 * `malformed` when it cannot answer the tasks, and `malformed` when proofs or answers do not fit their number.
 */
export async function verifyAnswers<Task, Request, Answer>(
  revealed: RevealedAnswers<Task, Request, Answer>,
): Promise<readonly AnswersCheck[]> {
  const { mechanism, tasks, answers, proofs, model } = revealed
  const recording = recordHidden(model)
  const own = mechanism.parseAnswers(await mechanism.answer(mechanism.toRequest(tasks), recording), tasks)
  const hidden = recording.takeHidden()
  if (hidden.dims[0] !== tasks.length)
    throw new AppError(
      'inference-failed',
      `the model's hidden layer has ${hidden.dims[0]} rows for ${tasks.length} tasks`,
    )
  const checks = verifyProofs(proofs, hidden)
  const spread = Math.max(LEAST_SPREAD, meanOf(pairs(own).map(([a, b]) => mechanism.distance(a, b))))
  return checks.map((check, group) => {
    const from = group * TASKS_PER_PROOF
    const gaps = own.slice(from, from + TASKS_PER_PROOF).map((expected, i) => {
      const answer = answers[from + i]
      // A missing answer is as far from the model's as can be.
      return answer === undefined ? 1 : mechanism.distance(expected, answer)
    })
    return { ...check, answerGap: Math.max(...gaps) / spread }
  })
}

const pairs = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((item, i) => list.slice(i + 1, i + 2).map((next) => [item, next] as const))

/** Zero of nothing. */
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
