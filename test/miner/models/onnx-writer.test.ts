import { describe, expect, it } from 'vitest'
import { type Graph, writeOnnx } from '../../../miner/models/onnx-writer.ts'
import { openModel } from '../../../shared/model/onnx.ts'

const graph: Graph = {
  name: 'affine',
  input: { name: 'x', width: 2 },
  output: { name: 'y', width: 3 },
  constants: [
    { name: 'w', dims: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
    { name: 'b', dims: [3], values: Float32Array.of(0.5, 0, -0.5) },
    { name: 'low', dims: [], values: Float32Array.of(0) },
    { name: 'high', dims: [], values: Float32Array.of(10) },
  ],
  operators: [
    { op: 'Gemm', inputs: ['x', 'w', 'b'], output: 'z' },
    { op: 'Clip', inputs: ['z', 'low', 'high'], output: 'y' },
  ],
}

describe('writeOnnx', () => {
  it('writes a graph that onnxruntime computes', async () => {
    const model = await openModel(writeOnnx(graph))
    expect(model.input).toEqual({ name: 'x', dims: [undefined, 2] })
    expect(model.output).toEqual({ name: 'y', dims: [undefined, 3] })
    const { data } = await model.infer({ dims: [2, 2], data: Float32Array.of(1, 1, -1, 0) })
    expect(Array.from(data)).toEqual([5.5, 7, 8.5, 0, 0, 0])
    await model.close()
  })

  it('writes the same bytes for the same graph', () => {
    expect(writeOnnx(graph)).toEqual(writeOnnx(structuredClone(graph)))
  })

  it('writes views into larger arrays, not the whole of them', async () => {
    const [weights, ...others] = graph.constants
    const values = Float32Array.of(9, 9, ...weights!.values, 9).subarray(2, 8)
    expect(writeOnnx({ ...graph, constants: [{ ...weights!, values }, ...others] })).toEqual(writeOnnx(graph))
  })

  it('writes attributes', async () => {
    const softmax = (axis: number): Graph => ({
      ...graph,
      operators: [graph.operators[0]!, { op: 'Softmax', inputs: ['z'], output: 'y', attributes: { axis } }],
    })
    const sumsOver = async (axis: number) => {
      const model = await openModel(writeOnnx(softmax(axis)))
      const { data } = await model.infer({ dims: [2, 2], data: Float32Array.of(1, 1, 0, 0) })
      await model.close()
      return axis === 1 ? data[0]! + data[1]! + data[2]! : data[0]! + data[3]!
    }
    expect(await sumsOver(1)).toBeCloseTo(1, 6)
    expect(await sumsOver(0)).toBeCloseTo(1, 6)
  })
})
