import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { hashFloats, hashText, joinHashes } from './hashed-normals.ts'

/** Whether a task is a row of numbers, as those of all built-in mechanisms are. */
export const hasInputs = (task: unknown): task is { readonly inputs: Float32Array } =>
  typeof task === 'object' && task !== null && 'inputs' in task && task.inputs instanceof Float32Array

/** The class that is right; `undefined` for tasks without one. */
export const labelOf = (task: unknown): number | undefined =>
  typeof task === 'object' && task !== null && 'label' in task && typeof task.label === 'number'
    ? task.label
    : undefined

/** A number that hangs on what is asked, not on what is right: equal for a task and a canary made of it. */
export const hashOf = <Task>(mechanism: Pick<Mechanism<Task>, 'toRequest'>, task: Task): number =>
  hasInputs(task) ? hashFloats(task.inputs) : hashText(JSON.stringify(mechanism.toRequest([task])))

/** The same as text, long enough that no two tasks of a run share one. */
export function keyOf<Task>(mechanism: Pick<Mechanism<Task>, 'toRequest'>, task: Task): string {
  const hash = hashOf(mechanism, task)
  const first = hasInputs(task) ? (task.inputs[0] ?? 0) : 0
  return `${hash.toString(36)}-${joinHashes(hash, hashFloats(Float32Array.of(first))).toString(36)}`
}
