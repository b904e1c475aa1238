import { describe, expect, it } from 'vitest'
import { writeOnnx } from '../../../../miner/models/onnx-writer.ts'
import {
  backward,
  copyTowers,
  createTowers,
  forward,
  parametersOf,
  type Towers,
  zeroTowers,
} from '../../../../miner/models/retrieval/towers.ts'
import { toTowersGraph } from '../../../../miner/models/retrieval/towers-graph.ts'
import { trainTowers } from '../../../../miner/models/retrieval/train-towers.ts'
import { measureModel } from '../../../../shared/mechanism/measure.ts'
import { DIMENSIONS } from '../../../../shared/mechanism/retrieval/relevance-map.ts'
import { retrieval } from '../../../../shared/mechanism/retrieval/retrieval.ts'
import { ANSWERS, DOCUMENTS, NONE } from '../../../../shared/mechanism/retrieval/retrieval-task.ts'
import { openModel } from '../../../../shared/model/onnx.ts'
import { seeded } from '../../../support/seeded.ts'

/** Towers with weights of all sizes, offsets included. */
function randomTowers(rank: number): Towers {
  const rng = seeded(1)
  const towers = zeroTowers(rank)
  for (const values of parametersOf(towers)) for (let i = 0; i < values.length; i++) values[i] = rng.normal() / 3
  return towers
}

const softmax = (logits: Float64Array): readonly number[] => {
  const powers = Array.from(logits, Math.exp)
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}

const tasks = retrieval.makeTasks(seeded(2), 12)

describe('towers', () => {
  it('have the gradient that small steps show', () => {
    const towers = randomTowers(3)
    const weights = Float64Array.from({ length: ANSWERS }, (_, item) => (item === NONE ? 0 : Math.sin(item + 1)))
    const { inputs } = tasks[0]!
    const weighed = (at: Towers): number =>
      forward(at, inputs).logits.reduce((sum, logit, item) => sum + weights[item]! * logit, 0)
    const gradient = zeroTowers(3)
    backward(towers, forward(towers, inputs), weights, gradient)
    parametersOf(towers).forEach((values, group) => {
      values.forEach((_, index) => {
        const step = 1e-4
        const [up, down] = [copyTowers(towers), copyTowers(towers)]
        parametersOf(up)[group]![index]! += step
        parametersOf(down)[group]![index]! -= step
        expect(parametersOf(gradient)[group]![index]).toBeCloseTo((weighed(up) - weighed(down)) / (2 * step), 5)
      })
    })
  })

  it.each([1, 4, 10])('of rank %d answer alike in their graph', async (rank) => {
    const towers = randomTowers(rank)
    const model = await openModel(writeOnnx(toTowersGraph(towers)))
    await retrieval.checkModel(model)
    expect(model.hidden?.dims).toEqual([undefined, DOCUMENTS * rank])
    const { answers } = await measureModel(retrieval, model, tasks)
    tasks.forEach(({ inputs }, index) => {
      softmax(forward(towers, inputs).logits).forEach((share, item) => {
        expect(answers[index]![item]).toBeCloseTo(share, 4)
      })
    })
    await model.close()
  })
})

describe('trainTowers', () => {
  const training = retrieval.makeTasks(seeded(4), 500)
  const start = createTowers(DIMENSIONS, seeded(5))
  const train = (steps: number): Towers => {
    let last = zeroTowers(DIMENSIONS)
    trainTowers({
      start,
      tasks: training,
      steps,
      rng: seeded(6),
      onStep: (_, towers) => {
        last = copyTowers(towers)
      },
    })
    return last
  }

  it('gives the same towers again, and leaves those it started from alone', () => {
    const before = copyTowers(start)
    expect(train(5)).toEqual(train(5))
    expect(start).toEqual(before)
  })

  it('makes towers that know something', async () => {
    const model = await openModel(writeOnnx(toTowersGraph(train(80))))
    const { skill } = await measureModel(retrieval, model, retrieval.makeTasks(seeded(7), 500))
    expect(skill).toBeGreaterThan(0.3)
    await model.close()
  })
})
