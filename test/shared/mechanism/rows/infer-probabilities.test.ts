import { describe, expect, it } from 'vitest'
import { writeOnnx } from '../../../../miner/models/onnx-writer.ts'
import {
  classifierShape,
  inferProbabilities,
  probeClassifier,
} from '../../../../shared/mechanism/rows/infer-probabilities.ts'
import type { Model, Tensor } from '../../../../shared/model/model.ts'
import { openModel } from '../../../../shared/model/onnx.ts'
import { linearGraph, openRandomModel, randomWeights } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

type Dims = readonly (number | undefined)[]

/** A model of any shape that gives what it is told. */
const fake = (input: Dims, output: Dims, infer: (tensor: Tensor) => Tensor = (tensor) => tensor): Model => ({
  digest: '',
  input: { name: 'x', dims: input },
  output: { name: 'p', dims: output },
  hidden: undefined,
  infer: async (tensor) => infer(tensor),
  inferHidden: async (tensor) => ({ output: infer(tensor), hidden: tensor }),
  close: async () => {},
})
const free = undefined

describe('classifierShape', () => {
  it('takes pictures with any dimensions after the batch', () => {
    expect(classifierShape(fake([free, 1, 16, 16], [free, 10]))).toEqual({ width: 256, classes: 10 })
    expect(classifierShape(fake([free, 4], [free, free]))).toEqual({ width: 4, classes: undefined })
  })

  it.each<[string, Dims, Dims]>([
    ['a fixed batch', [1, 4], [1, 3]],
    ['no batch', [free], [free, 3]],
    ['a scalar', [], []],
    ['a free width', [free, free], [free, 3]],
    ['a fixed output batch', [free, 4], [1, 3]],
    ['an output of rank 1', [free, 4], [free]],
    ['one class', [free, 4], [free, 1]],
  ])('refuses %s', (_, input, output) => {
    expect(() => classifierShape(fake(input, output))).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })
})

describe('inferProbabilities', () => {
  it('hands the rows over in the shape that the model takes', async () => {
    let seen: readonly number[] = []
    const model = fake([free, 1, 2, 2], [free, 2], ({ dims }) => {
      seen = dims
      return { dims: [3, 2], data: new Float32Array(6).fill(0.5) }
    })
    expect((await inferProbabilities(model, new Float32Array(12), 3)).classes).toBe(2)
    expect(seen).toEqual([3, 1, 2, 2])
  })

  it('refuses rows of another width', async () => {
    const model = await openRandomModel(seeded(1), 4, 3)
    await expect(inferProbabilities(model, new Float32Array(5), 1)).rejects.toMatchObject({ code: 'model-mismatch' })
    await model.close()
  })

  it.each([
    ['fewer rows than were given', { dims: [1, 2], data: Float32Array.of(0.5, 0.5) }],
    ['one class', { dims: [2, 1], data: Float32Array.of(1, 1) }],
    ['NaN', { dims: [2, 2], data: Float32Array.of(0.5, 0.5, Number.NaN, 1) }],
  ])('refuses a model that gives %s', async (_, output) => {
    const model = fake([free, 4], [free, free], () => output)
    await expect(inferProbabilities(model, new Float32Array(8), 2)).rejects.toMatchObject({ code: 'model-mismatch' })
  })
})

describe('probeClassifier', () => {
  it('passes a softmax and refuses bare sums before the first request', async () => {
    const good = await openRandomModel(seeded(1), 4, 3)
    await probeClassifier(good)
    const bare = await openModel(writeOnnx(linearGraph(4, 3, randomWeights(seeded(1), 12))))
    await expect(probeClassifier(bare)).rejects.toMatchObject({ code: 'model-mismatch' })
    await good.close()
    await bare.close()
  })
})
