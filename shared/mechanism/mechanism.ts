import type { Model } from '../model/model.ts'
import type { Parser } from '../parser.ts'
import type { Rng } from '../rng.ts'

/** Where the scores of a mechanism lie, in the unit of its rule (nats for the log score). */
export interface ScoreScale {
  /** Score of the worst answer; also of one that did not come. */
  readonly worst: number
  /** Score of answers that know nothing. */
  readonly chance: number
  /** Score that is worth a skill of 1: that of answers that know everything, or above it where tasks cannot prove so much. */
  readonly perfect: number
}

/** The dial of a mechanism: how hard its tasks are. */
export interface Difficulty {
  /** Where it stands unless a validator turns it, from 0 (easiest) to 1 (hardest). */
  readonly default: number
  /** What turning it changes, as half a sentence; "none" where the tasks come as they are. */
  readonly description: string
}

/**
 * The incentive rule of a subnet: one kind of work, from task to score. Pure and deterministic, so that miner,
 * validator and simulator run the same module.
 *
 * `Task` holds the reference and never leaves the validator; `Request` and the answers are JSON on the wire.
 */
export interface Mechanism<Task = unknown, Request = unknown, Answer = unknown> {
  /** Lower-case word, as in `--mechanism glyphs`. */
  readonly id: string
  /** Rises whenever tasks, request or scores change meaning. */
  readonly version: number
  /** One paragraph for `--help` and the docs. */
  readonly description: string
  readonly difficulty: Difficulty
  /**
   * How near to each other models of separate trainings come, at the least that was measured at the default difficulty:
   * mean distance of their answers over the sum of both distances from the reference, 0 to 1. What comes much nearer is
   * held to be a copy. Left out where honest models may come as near as they like, since all that learn enough end at the
   * same answers or, with a person's data, err where it does; and where nobody has measured. Then only what is all but
   * equal is a copy.
   */
  readonly separateRatio?: number
  /** Of all tasks at the default difficulty by expectation. */
  readonly scale: ScoreScale

  /** Draws fresh tasks. The same generator state gives the same tasks. */
  makeTasks(rng: Rng, count: number, difficulty?: number): readonly Task[]
  /**
   * The same task with its reference replaced at random: nobody can answer it but by luck or by knowing what the
   * validator holds. A miner sees the same request for both.
   */
  toCanary(task: Task, rng: Rng): Task
  /** Of exactly these tasks, at least one: what a round is scored by, so that its luck is nobody's skill. */
  scaleOf(tasks: readonly Task[]): ScoreScale
  /** What a miner sees of the tasks: JSON-able, never the reference. */
  toRequest(tasks: readonly Task[]): Request
  /** Parses a request at the miner. */
  readonly parseRequest: Parser<Request>

  /**
   * Finds out whether a model answers what is asked: its shape, and one trial.
   * @throws AppError `model-mismatch` saying which shape was found and which one fits; `inference-failed`.
   */
  checkModel(model: Model): Promise<void>
  /** Answers every task of a request, as JSON-able data. */
  answer(request: Request, model: Model): Promise<unknown>

  /**
   * Parses a miner's answers at the validator, one per task and in their order.
   * @throws AppError `malformed` for a wrong count, NaN, negative or unnormalised probabilities and anything else.
   */
  parseAnswers(input: unknown, tasks: readonly Task[]): readonly Answer[]
  /** Score of one answer by a strictly proper rule, at least `scale.worst`. */
  score(task: Task, answer: Answer): number

  /**
   * Answers of somebody who knows all that can be known, as they go over the wire; only where that is known. Without it
   * the distance of an answer from the truth is taken to be `1 − exp(score)`, for which scores are 0 at most: see
   * `errorsOf`.
   */
  referenceAnswers?(tasks: readonly Task[]): unknown
  /** Answers of somebody who knows nothing of the tasks but how they are drawn, as they go over the wire. */
  naiveAnswers(tasks: readonly Task[]): unknown
  /** How much two answers to one task differ: 0 for the same, 1 at most. */
  distance(a: Answer, b: Answer): number
  /** What several answers to one task say together; at least one. */
  blend(answers: readonly Answer[]): Answer
  /**
   * An answer as a row of numbers, all of one length, and back; only where `blend` is the mean of such rows. What each
   * miner adds to the others is then found without a blend for each of them.
   */
  readonly rowForm?: RowForm<Answer>
}

/** See `Mechanism.rowForm`. */
export interface RowForm<Answer> {
  toRow(answer: Answer): Float32Array
  toAnswer(row: Float32Array): Answer
}
