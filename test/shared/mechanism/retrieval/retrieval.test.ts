import { describe, expect, it } from 'vitest'
import { retrieval } from '../../../../shared/mechanism/retrieval/retrieval.ts'
import {
  ANSWERS,
  DOCUMENTS,
  documentOf,
  NONE,
  RETRIEVAL_WIDTH,
} from '../../../../shared/mechanism/retrieval/retrieval-task.ts'
import { toWire } from '../../../../shared/model/tensor.ts'
import { createFakeModel } from '../../../support/fake-model.ts'
import { openRandomModel } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('retrieval tasks', () => {
  it('are the same for the same generator and different for another', () => {
    const tasks = retrieval.makeTasks(seeded(1), 5)
    expect(retrieval.makeTasks(seeded(1), 5)).toEqual(tasks)
    expect(retrieval.makeTasks(seeded(2), 5)).not.toEqual(tasks)
  })

  it('stay the same from version to version', () => {
    // A change here changes what a seed means: raise the version of the mechanism and train the ladder again.
    const tasks = retrieval.makeTasks(seeded(1), 4)
    expect(tasks.map(({ relevant }) => relevant)).toEqual([
      [4, 8],
      [2, 6, 9],
      [3, 9],
      [1, 5],
    ])
    expect(tasks[0]!.inputs.reduce((a, b) => a + b, 0)).toBeCloseTo(22.719711918849498, 4)
  })

  it('have none to three relevant documents, every document as often', () => {
    const tasks = retrieval.makeTasks(seeded(3), 3000)
    const sizes = [0, 0, 0, 0]
    const counts = Array<number>(DOCUMENTS).fill(0)
    for (const { relevant } of tasks) {
      sizes[relevant.length]!++
      for (const index of relevant) counts[index]!++
    }
    // Deviations of 22 to 25, and of 18.
    expect(sizes.map((size, index) => Math.abs(size - [600, 900, 900, 600][index]!) < 110)).not.toContain(false)
    for (const count of counts) expect(Math.abs(count - 375)).toBeLessThan(80)
  })

  it('hide which documents are relevant from whoever looks at documents alone', () => {
    const squares = { relevant: 0, other: 0 }
    const counts = { relevant: 0, other: 0 }
    for (const { inputs, relevant } of retrieval.makeTasks(seeded(4), 3000))
      for (let index = 0; index < DOCUMENTS; index++) {
        const kind = relevant.includes(index) ? 'relevant' : 'other'
        for (const value of documentOf(inputs, index)) {
          squares[kind] += value ** 2
          counts[kind]++
        }
      }
    expect(squares.relevant / counts.relevant).toBeCloseTo(1, 1)
    expect(squares.other / counts.other).toBeCloseTo(1, 1)
  })

  it('get noisier with difficulty', () => {
    const best = (difficulty: number): number =>
      retrieval.scaleOf(retrieval.makeTasks(seeded(5), 500, difficulty)).perfect
    expect(best(0)).toBeGreaterThan(best(0.5) + 0.2)
    expect(best(0.5)).toBeGreaterThan(best(1) + 0.2)
  })

  it.each([-0.1, 1.1, Number.NaN])('do not come at difficulty %d', (difficulty) => {
    expect(() => retrieval.makeTasks(seeded(1), 1, difficulty)).toThrowError(
      expect.objectContaining({ code: 'out-of-range' }),
    )
  })

  it('become canaries with the same request and a relevant set drawn at random', () => {
    const tasks = retrieval.makeTasks(seeded(6), 1000)
    const rng = seeded(7)
    const canaries = tasks.map((task) => retrieval.toCanary(task, rng))
    expect(retrieval.toRequest(canaries)).toEqual(retrieval.toRequest(tasks))
    const kept = canaries.filter(({ relevant }, index) => relevant.join() === tasks[index]!.relevant.join()).length
    // Expected 49 with deviation 7: mostly both empty.
    expect(kept).toBeGreaterThan(10)
    expect(kept).toBeLessThan(95)
  })
})

describe('a retrieval request', () => {
  it('carries queries and documents and nothing of what is relevant', () => {
    const tasks = retrieval.makeTasks(seeded(1), 3)
    const request = retrieval.toRequest(tasks)
    const stripped = tasks.map(({ inputs }) => ({ inputs, relevant: [], correlation: 0 }))
    expect(retrieval.toRequest(stripped)).toEqual(request)
    expect(retrieval.parseRequest(throughJson(request))).toEqual(request)
    expect(request.inputs.dims).toEqual([3, RETRIEVAL_WIDTH])
  })
})

describe('answers to retrieval', () => {
  const tasks = retrieval.makeTasks(seeded(2), 100)

  it('go from request to scores', async () => {
    const model = await openRandomModel(seeded(1), RETRIEVAL_WIDTH, ANSWERS)
    await retrieval.checkModel(model)
    const request = retrieval.parseRequest(throughJson(retrieval.toRequest(tasks)))
    const answers = retrieval.parseAnswers(throughJson(await retrieval.answer(request, model)), tasks)
    tasks.forEach((task, index) => {
      expect(retrieval.score(task, answers[index]!)).toBeGreaterThanOrEqual(retrieval.scale.worst)
      expect(retrieval.score(task, answers[index]!)).toBeLessThanOrEqual(1)
    })
    await model.close()
  })

  it('are refused when they are no shares of the documents and none', () => {
    const row = (values: readonly number[]) => toWire({ dims: [1, values.length], data: Float32Array.from(values) })
    const even = Array<number>(ANSWERS).fill(1 / ANSWERS)
    for (const bad of [
      row(even.slice(1)),
      row(even.map((value) => 2 * value)),
      row([-0.1, 0.1 + 2 / ANSWERS, ...even.slice(2)]),
      row([Number.NaN, ...even.slice(1)]),
      { dims: [2, ANSWERS], data: row([...even, ...even]).data },
      undefined,
    ])
      expect(() => retrieval.parseAnswers(bad, tasks.slice(0, 1))).toThrowError(
        expect.objectContaining({ code: 'malformed' }),
      )
  })

  it('are not given by models of another shape', async () => {
    for (const model of [
      createFakeModel({ width: 10, classes: ANSWERS }),
      createFakeModel({ width: RETRIEVAL_WIDTH, classes: NONE }),
    ])
      await expect(retrieval.checkModel(model)).rejects.toMatchObject({ code: 'model-mismatch' })
  })
})
