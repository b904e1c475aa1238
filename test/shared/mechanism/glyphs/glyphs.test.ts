import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { committedLadder } from '../../../../miner/models/ladder-folder.ts'
import { writeOnnx } from '../../../../miner/models/onnx-writer.ts'
import { GLYPH_CLASSES, glyphs } from '../../../../shared/mechanism/glyphs/glyphs.ts'
import { GLYPH_PIXELS } from '../../../../shared/mechanism/glyphs/picture.ts'
import { measureModel } from '../../../../shared/mechanism/measure.ts'
import { openModel } from '../../../../shared/model/onnx.ts'
import { toWire } from '../../../../shared/model/tensor.ts'
import { linearGraph, openRandomModel, randomWeights } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('glyph tasks', () => {
  it('are the same for the same generator and different for another', () => {
    const tasks = glyphs.makeTasks(seeded(1), 5)
    expect(glyphs.makeTasks(seeded(1), 5)).toEqual(tasks)
    expect(glyphs.makeTasks(seeded(2), 5)).not.toEqual(tasks)
  })

  it('stay the same from version to version', () => {
    // A change here changes what a seed means: raise the version of the mechanism and train the ladder again.
    const tasks = glyphs.makeTasks(seeded(1), 3)
    expect(tasks.map(({ label }) => label)).toEqual([9, 0, 9])
    expect(tasks[0]!.inputs.reduce((a, b) => a + b, 0)).toBeCloseTo(47.72666243952699, 4)
  })

  it('are drawn the harder the dial stands, and at its default without it', () => {
    expect(glyphs.makeTasks(seeded(1), 3)).toEqual(glyphs.makeTasks(seeded(1), 3, glyphs.difficulty.default))
    // Foreign ink and noise: the sum of squares grows with both.
    const energy = (difficulty: number) =>
      glyphs
        .makeTasks(seeded(2), 300, difficulty)
        .reduce((sum, { inputs }) => sum + inputs.reduce((a, b) => a + b * b, 0), 0)
    const energies = [0, 0.25, 0.5, 0.75, 1].map(energy)
    expect(energies).toEqual(energies.toSorted((a, b) => a - b))
  })

  it('are answered the worse by the best committed model the harder the dial stands', async () => {
    const model = await openModel(await readFile(join(committedLadder('glyphs'), 'glyphs-6.onnx')))
    const skills: number[] = []
    for (const difficulty of [0, 0.2, 0.5, 1])
      skills.push((await measureModel(glyphs, model, glyphs.makeTasks(seeded(5), 600, difficulty))).skill)
    expect(skills).toEqual(skills.toSorted((a, b) => b - a))
    expect(skills[0]).toBeGreaterThan(0.9)
    expect(skills[3]).toBeLessThan(0.3)
    await model.close()
  })

  it('never repeat and hold every class about equally often', () => {
    const tasks = glyphs.makeTasks(seeded(3), 5000)
    const counts = new Array<number>(GLYPH_CLASSES).fill(0)
    for (const { label } of tasks) counts[label]!++
    // Expected 500 each with deviation 21.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(90)
    expect(new Set(tasks.map(({ inputs }) => inputs.join())).size).toBe(5000)
  })
})

describe('a glyph request', () => {
  it('carries the pictures and nothing of the labels', () => {
    const tasks = glyphs.makeTasks(seeded(1), 3)
    const request = glyphs.toRequest(tasks)
    expect(glyphs.toRequest(tasks.map(({ inputs }) => ({ inputs, label: 0 })))).toEqual(request)
    expect(glyphs.parseRequest(throughJson(request))).toEqual(request)
    expect(request.inputs.dims).toEqual([3, GLYPH_PIXELS])
  })
})

describe('answering glyphs', () => {
  it('goes from request to scores', async () => {
    const model = await openRandomModel(seeded(1), GLYPH_PIXELS, GLYPH_CLASSES)
    await glyphs.checkModel(model)
    const tasks = glyphs.makeTasks(seeded(2), 40)
    const request = glyphs.parseRequest(throughJson(glyphs.toRequest(tasks)))
    const answers = glyphs.parseAnswers(throughJson(await glyphs.answer(request, model)), tasks)
    expect(answers).toHaveLength(40)
    tasks.forEach((task, i) => {
      const score = glyphs.score(task, answers[i]!)
      expect(score).toBeGreaterThanOrEqual(glyphs.scale.worst)
      expect(score).toBeLessThanOrEqual(glyphs.scale.perfect)
      expect(score).toBeCloseTo(Math.max(Math.log(answers[i]![task.label]!), glyphs.scale.worst), 6)
    })
    await model.close()
  })

  it('pays the truth 0 and a confident falsehood the worst score', () => {
    const [task] = glyphs.makeTasks(seeded(1), 1)
    const certain = (label: number) => Float32Array.from({ length: 10 }, (_, k) => (k === label ? 1 : 0))
    expect(glyphs.score(task!, certain(task!.label))).toBe(0)
    expect(glyphs.score(task!, certain((task!.label + 1) % 10))).toBe(glyphs.scale.worst)
  })

  it('refuses answers to fewer tasks than were asked', () => {
    const tasks = glyphs.makeTasks(seeded(1), 2)
    const one = toWire({ dims: [1, 10], data: new Float32Array(10).fill(0.1) })
    expect(() => glyphs.parseAnswers(one, tasks)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it.each([
    [255, 10],
    [256, 9],
    [784, 10],
  ])('refuses a model from %d to %d', async (width, classes) => {
    const model = await openRandomModel(seeded(1), width, classes)
    await expect(glyphs.checkModel(model)).rejects.toMatchObject({ code: 'model-mismatch' })
    await expect(glyphs.checkModel(model)).rejects.toThrow(`[?, ${width}]`)
    await model.close()
  })

  it('fails, and says why, with a model that gives no probabilities', async () => {
    const model = await openModel(writeOnnx(linearGraph(256, 10, randomWeights(seeded(1), 2560))))
    const request = glyphs.toRequest(glyphs.makeTasks(seeded(1), 1))
    await expect(glyphs.answer(request, model)).rejects.toThrow(/Softmax/)
    await expect(glyphs.answer(request, model)).rejects.toMatchObject({ code: 'model-mismatch' })
    await model.close()
  })
})
