import { AppError } from '../../shared/errors.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import type { ClassTask } from '../../shared/mechanism/rows/asking.ts'
import { toExamples } from './examples.ts'
import { trainLadder } from './ladder.ts'
import { type Recipe, recipe } from './recipe.ts'

const TRAINING_TASKS = 20_000
const FRESH_TASKS = 5_000

/**
 * A recipe for a person's own mechanism, as long as it is one of rows: its tasks hold `inputs` and a `label`, and its
 * answers are rows of probabilities. It throws AppError `no-recipe` for any other, and as `trainLadder`.
 */
export const ownRecipe = (mechanism: Mechanism): Recipe =>
  recipe({
    mechanism,
    freshTasks: FRESH_TASKS,
    isHit: (task, answer) => isClassTask(task) && isRow(answer) && answer.indexOf(Math.max(...answer)) === task.label,
    makeRungs(rng, onProgress) {
      const drawn = mechanism.makeTasks(rng.fork('training'), TRAINING_TASKS)
      const tasks = drawn.filter(isClassTask)
      const [answer] = mechanism.parseAnswers(mechanism.naiveAnswers(drawn.slice(0, 1)), drawn.slice(0, 1))
      if (tasks.length < drawn.length || !isRow(answer))
        throw new AppError(
          'no-recipe',
          `models of ${mechanism.id} cannot be trained: valid are tasks with inputs: Float32Array and label: number, ` +
            'answered by a Float32Array of probabilities; serve a model of your own',
        )
      const examples = toExamples(tasks, answer.length, ({ label }) => label)
      const rungs = trainLadder({ mechanism, examples, rng: rng.fork('ladder'), onProgress })
      return { rungs, trainingRows: TRAINING_TASKS }
    },
  })

const isRow = (answer: unknown): answer is Float32Array => answer instanceof Float32Array

const isClassTask = (task: unknown): task is ClassTask =>
  typeof task === 'object' &&
  task !== null &&
  'inputs' in task &&
  isRow(task.inputs) &&
  'label' in task &&
  typeof task.label === 'number'
