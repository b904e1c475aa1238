import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import type { ClassRequest } from '../../shared/mechanism/rows/answering.ts'
import type { RowTask } from '../../shared/mechanism/rows/asking.ts'
import type { Probabilities } from '../../shared/mechanism/rows/probabilities.ts'
import type { Rng } from '../../shared/rng.ts'
import { toExamples } from './examples.ts'
import { type LadderOptions, type LadderTraining, type Rung, trainLadder } from './ladder.ts'
import { type MeasuredLadder, makeMeasuredLadder } from './measured-ladder.ts'

/** How the ladder of a mechanism is made: same generator, same ladder. */
export type Recipe = (rng: Rng, onProgress?: LadderOptions<unknown>['onProgress']) => Promise<MeasuredLadder>

/** Models with what they were trained on; worst first, at least six. */
export interface TrainedRungs {
  readonly rungs: readonly Rung[]
  readonly trainingRows: number
}

/** A recipe of any kind: its models may have any graph that the mechanism's `checkModel` takes. */
export interface RecipeOptions<Task, Request, Answer> {
  readonly mechanism: Mechanism<Task, Request, Answer>
  /** Tasks drawn to measure the models. */
  readonly freshTasks: number
  /** Whether an answer's largest output is the right one, where a task has one. */
  readonly isHit?: ((task: Task, answer: Answer) => boolean) | undefined
  /** Trains the models, or writes them, out of the generator alone. */
  makeRungs(rng: Rng, onProgress: LadderOptions<Task>['onProgress']): TrainedRungs | Promise<TrainedRungs>
}

/** A recipe around models that it makes its own way. */
export const recipe =
  <Task, Request, Answer>(options: RecipeOptions<Task, Request, Answer>): Recipe =>
  async (rng, onProgress) => {
    const { mechanism, freshTasks, isHit } = options
    const { rungs, trainingRows } = await options.makeRungs(rng, onProgress)
    const fresh = mechanism.makeTasks(rng.fork('fresh'), freshTasks)
    return makeMeasuredLadder({ mechanism, rungs, trainingRows, fresh, isHit })
  }

/** A recipe of a mechanism of rows: one network with a hidden layer, whose check-points are the ladder. */
export interface RowRecipeOptions<Task extends RowTask> {
  readonly mechanism: Mechanism<Task, ClassRequest, Probabilities>
  /** Numbers in an answer. */
  readonly outputs: number
  readonly trainingTasks: number
  readonly freshTasks: number
  /** What a task teaches by cross-entropy: the output that is right, or the row that should be answered, summing to 1. */
  teach(task: Task): number | Float32Array
  /** Whether to count as accuracy how often the largest output is the one that `teach` names. */
  readonly hasAccuracy: boolean
  /** Where the usual network, its length of training or its gaps do not do. */
  readonly training?: LadderTraining | undefined
}

/**
 * A recipe that draws tasks at the default difficulty, trains on them and grades by the mechanism's own score.
 * It throws AppError as `trainLadder`.
 */
export function rowRecipe<Task extends RowTask>(options: RowRecipeOptions<Task>): Recipe {
  const { mechanism, outputs, trainingTasks, freshTasks, hasAccuracy, training } = options
  return recipe({
    mechanism,
    freshTasks,
    isHit: hasAccuracy ? (task, answer) => answer.indexOf(Math.max(...answer)) === options.teach(task) : undefined,
    makeRungs(rng, onProgress) {
      const tasks = mechanism.makeTasks(rng.fork('training'), trainingTasks)
      const examples = toExamples(tasks, outputs, (task) => options.teach(task))
      const rungs = trainLadder({ mechanism, examples, rng: rng.fork('ladder'), training, onProgress })
      return { rungs, trainingRows: trainingTasks }
    },
  })
}
