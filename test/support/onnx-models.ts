import { type Graph, writeOnnx } from '../../miner/models/onnx-writer.ts'
import type { Model } from '../../shared/model/model.ts'
import { openModel } from '../../shared/model/onnx.ts'
import type { Rng } from '../../shared/rng.ts'

/** A linear softmax classifier with weights [width, classes]. */
export function softmaxGraph(width: number, classes: number, weights: Float32Array): Graph {
  return {
    name: 'linear',
    input: { name: 'x', width },
    output: { name: 'p', width: classes },
    constants: [{ name: 'w', dims: [width, classes], values: weights }],
    operators: [
      { op: 'MatMul', inputs: ['x', 'w'], output: 'z' },
      { op: 'Softmax', inputs: ['z'], output: 'p', attributes: { axis: 1 } },
    ],
  }
}

/** The same without the Softmax: outputs are no probabilities. */
export function linearGraph(width: number, classes: number, weights: Float32Array): Graph {
  const graph = softmaxGraph(width, classes, weights)
  return { ...graph, operators: [{ op: 'MatMul', inputs: ['x', 'w'], output: 'p' }] }
}

/** Weights that make a classifier with an opinion of its own. */
export const randomWeights = (rng: Rng, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => rng.normal())

/** An opened softmax classifier with random weights. */
export const openRandomModel = (rng: Rng, width: number, classes: number): Promise<Model> =>
  openModel(writeOnnx(softmaxGraph(width, classes, randomWeights(rng, width * classes))))
