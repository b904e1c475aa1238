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
  /** Of all tasks by expectation: what training and reports on large samples measure by. */
  readonly scale: ScoreScale

  /** Draws fresh tasks. The same generator state gives the same tasks. */
  makeTasks(rng: Rng, count: number): readonly Task[]
  /** Of exactly these tasks, at least one: what a round is scored by, so that its luck is nobody's skill. */
  scaleOf(tasks: readonly Task[]): ScoreScale
  /** What a miner sees of the tasks: JSON-able, never the reference. */
  toRequest(tasks: readonly Task[]): Request
  /** Parses a request at the miner. */
  readonly parseRequest: Parser<Request>

  /** @throws AppError `model-mismatch` saying which shape was found and which one fits. */
  checkModel(model: Model): void
  /** Answers every task of a request, as JSON-able data. */
  answer(request: Request, model: Model): Promise<unknown>

  /**
   * Parses a miner's answers at the validator, one per task and in their order.
   * @throws AppError `malformed` for a wrong count, NaN, negative or unnormalised probabilities and anything else.
   */
  parseAnswers(input: unknown, tasks: readonly Task[]): readonly Answer[]
  /** Score of one answer by a strictly proper rule, between `scale.worst` and `scale.perfect`. */
  score(task: Task, answer: Answer): number
}
