import type { RowTask } from '../../shared/mechanism/rows/asking.ts'
import { concatInputs } from '../../shared/mechanism/rows/task-rows.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { type Graph, writeOnnx } from './onnx-writer.ts'

/** Tasks per forward pass: few enough for a tensor. */
const BATCH = 1000

/** What a graph makes of tasks, row after row. */
export interface GraphRows {
  readonly output: Float32Array
  /** Of the output. */
  readonly width: number
  /** Empty for a graph without a hidden layer. */
  readonly hidden: Float32Array
}

/**
 * Runs tasks through a graph: what the runtime makes of them is what a network behind the same operators will see.
 * @throws AppError as `openModel` and `Model.infer`.
 */
export async function runGraph(graph: Graph, tasks: readonly RowTask[]): Promise<GraphRows> {
  const model = await openModel(writeOnnx(graph))
  const hiddenWidth = graph.hidden?.width ?? 0
  const output = new Float32Array(tasks.length * graph.output.width)
  const hidden = new Float32Array(tasks.length * hiddenWidth)
  try {
    for (let from = 0; from < tasks.length; from += BATCH) {
      const batch = tasks.slice(from, from + BATCH)
      const input = { dims: [batch.length, graph.input.width], data: concatInputs(batch) }
      if (hiddenWidth === 0) output.set((await model.infer(input)).data, from * graph.output.width)
      else {
        const answer = await model.inferHidden(input)
        output.set(answer.output.data, from * graph.output.width)
        hidden.set(answer.hidden.data, from * hiddenWidth)
      }
    }
  } finally {
    await model.close()
  }
  return { output, width: graph.output.width, hidden }
}
