import { describe, expect, it } from 'vitest'
import { runGraph } from '../../../miner/models/run-graph.ts'
import { linearGraph } from '../../support/onnx-models.ts'

const tasks = Array.from({ length: 2500 }, (_, row) => ({ inputs: Float32Array.of(row, 1) }))
const graph = linearGraph(2, 2, Float32Array.of(1, 0, 0, 3))

describe('runGraph', () => {
  it('gives a row for each task, more than go through at once', async () => {
    const { output, width, hidden } = await runGraph(graph, tasks)
    expect(width).toBe(2)
    expect(hidden).toHaveLength(0)
    expect(output).toEqual(Float32Array.from(tasks.flatMap((_, row) => [row, 3])))
  })

  it('gives the hidden layer of each too', async () => {
    const shown = {
      ...graph,
      hidden: { name: 'hidden', width: 2 },
      operators: [...graph.operators, { op: 'Neg', inputs: ['x'], output: 'hidden' }],
    }
    const { output, hidden } = await runGraph(shown, tasks)
    expect(output).toHaveLength(5000)
    expect(hidden.slice(-2)).toEqual(Float32Array.of(-2499, -1))
  })

  it('says when the graph does not run', async () => {
    const broken = { ...graph, operators: [{ op: 'NoSuchOperator', inputs: ['x'], output: 'p' }] }
    await expect(runGraph(broken, tasks)).rejects.toMatchObject({ code: 'model-unsupported' })
  })
})
