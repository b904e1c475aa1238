import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { hashFloats } from './hashed-normals.ts'
import { hasInputs, labelOf } from './task-key.ts'

/** What is right of a task as it was drawn. */
export interface Truth {
  readonly label: number
  /** Of the inputs. */
  readonly hash: number
  /** Noise that all models share, once one of them has drawn it. */
  common: Float64Array | undefined
}

const truths = new WeakMap<Float32Array, Truth>()

/**
 * The mechanism, whose tasks a calibrated answer model knows the truth of. Of a canary that is the truth of the task that
 * it was made from, as a model that looks at the inputs would find it, and not the reference drawn in its place.
 */
export const withTruth = <Task, Request, Answer>(
  mechanism: Mechanism<Task, Request, Answer>,
): Mechanism<Task, Request, Answer> => ({
  ...mechanism,
  makeTasks(rng, count, difficulty) {
    const tasks = mechanism.makeTasks(rng, count, difficulty)
    for (const task of tasks) {
      const label = labelOf(task)
      if (hasInputs(task) && label !== undefined)
        truths.set(task.inputs, { label, hash: hashFloats(task.inputs), common: undefined })
    }
    return tasks
  },
})

/** What was right when the task was drawn; `undefined` for tasks of a mechanism without `withTruth`. */
export const truthOf = (task: unknown): Truth | undefined => (hasInputs(task) ? truths.get(task.inputs) : undefined)
