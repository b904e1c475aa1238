import { describe, expect, it } from 'vitest'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { measureAnswers, measureModel } from '../../../shared/mechanism/measure.ts'
import { openRandomModel } from '../../support/onnx-models.ts'
import { seeded } from '../../support/seeded.ts'

const tasks = glyphs.makeTasks(seeded(1), 300)
const certain = (label: number) => Float32Array.from({ length: 10 }, (_, k) => (k === label ? 1 : 0))

describe('measureAnswers', () => {
  it('gives truth a skill of 1, base rates 0 and falsehood the worst score', () => {
    const measure = (answer: (label: number) => Float32Array) =>
      measureAnswers(
        glyphs,
        tasks,
        tasks.map(({ label }) => answer(label)),
      )
    expect(measure(certain).meanScore).toBe(0)
    expect(measure(certain).skill).toBeCloseTo(1, 10)
    expect(measure(() => new Float32Array(10).fill(0.1)).skill).toBeCloseTo(0, 6)
    const wrong = measure((label) => certain((label + 1) % 10))
    expect(wrong.meanScore).toBeCloseTo(glyphs.scale.worst, 10)
    expect(wrong.skill).toBe(0)
  })
})

describe('measureModel', () => {
  it('answers every task as a miner would, over several requests', async () => {
    const model = await openRandomModel(seeded(1), 256, 10)
    const { answers, ...measured } = await measureModel(glyphs, model, tasks)
    const wire = await glyphs.answer(glyphs.toRequest(tasks), model)
    expect(answers).toHaveLength(tasks.length)
    for (const [i, answer] of glyphs.parseAnswers(wire, tasks).entries())
      for (const [k, probability] of answer.entries()) expect(answers[i]![k]).toBeCloseTo(probability, 5)
    expect(measured).toEqual(measureAnswers(glyphs, tasks, answers))
    await model.close()
  })
})
