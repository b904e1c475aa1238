import type { LabelledRows } from '../../shared/data/labelled-rows.ts'
import type { ClassTask, RowTask } from '../../shared/mechanism/rows/asking.ts'
import { concatInputs, toTasks } from '../../shared/mechanism/rows/task-rows.ts'

/** Tasks to learn from, with what each teaches. */
export interface Examples<Task> {
  readonly tasks: readonly Task[]
  /** What a network sees of each task, row after row. */
  readonly features: Float32Array
  /** Features per row. */
  readonly width: number
  /** Numbers in an answer. */
  readonly outputs: number
  /** The output that is right for each task, or the largest one of its target. */
  readonly labels: Uint32Array
  /** Rows of `outputs` numbers to be answered, each summing to 1, where a task teaches more than a label. */
  readonly targets?: Float32Array | undefined
}

/**
 * Examples out of tasks.
 * @param teach what a task teaches: the output that is right, or the row that should be answered, which sums to 1. It
 * says the same kind of thing of every task.
 */
export function toExamples<Task extends RowTask>(
  tasks: readonly Task[],
  outputs: number,
  teach: (task: Task) => number | Float32Array,
): Examples<Task> {
  const taught = tasks.map(teach)
  const isSoft = taught.some((target) => typeof target !== 'number')
  return {
    tasks,
    features: concatInputs(tasks),
    width: tasks[0]?.inputs.length ?? 0,
    outputs,
    labels: Uint32Array.from(taught, (target) => (typeof target === 'number' ? target : largest(target))),
    ...(isSoft ? { targets: concatTargets(taught, outputs) } : {}),
  }
}

/** Examples out of a person's rows, sharing their memory. */
export const dataExamples = (rows: LabelledRows): Examples<ClassTask> => ({
  tasks: toTasks(rows),
  features: rows.features,
  width: rows.width,
  outputs: rows.classNames.length,
  labels: rows.labels,
})

const largest = (row: Float32Array): number => row.indexOf(Math.max(...row))

function concatTargets(taught: readonly (number | Float32Array)[], outputs: number): Float32Array {
  const rows = new Float32Array(taught.length * outputs)
  taught.forEach((target, row) => {
    if (typeof target === 'number') rows[row * outputs + target] = 1
    else rows.set(target, row * outputs)
  })
  return rows
}
