import type { LabelledRows } from '../../data/labelled-rows.ts'
import type { ClassTask, RowTask } from './asking.ts'

/** One task per row, viewing the rows' memory. */
export const toTasks = ({ features, width, labels }: LabelledRows): readonly ClassTask[] =>
  Array.from(labels, (label, row) => ({ inputs: features.subarray(row * width, (row + 1) * width), label }))

/** Inputs of all tasks, row after row. */
export function concatInputs(tasks: readonly RowTask[]): Float32Array {
  const width = tasks[0]?.inputs.length ?? 0
  const rows = new Float32Array(tasks.length * width)
  tasks.forEach(({ inputs }, row) => {
    rows.set(inputs, row * width)
  })
  return rows
}
