import { describe, expect, it } from 'vitest'
import { createLabelled, createLabelledForMiner } from '../../../../shared/mechanism/labelled/labelled.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'
import { toWire } from '../../../../shared/model/tensor.ts'
import { blobs } from '../../../support/labelled-rows.ts'
import { openRandomModel } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

const rows = blobs(seeded(1), { rows: 60, width: 4, classes: 3, spread: 0.5 })
const labelled = createLabelled(rows)
const forMiner = createLabelledForMiner()
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('labelled at a validator', () => {
  it('draws held-out rows with their labels, by the generator', () => {
    const tasks = labelled.makeTasks(seeded(2), 500)
    expect(labelled.makeTasks(seeded(2), 500)).toEqual(tasks)
    const known = new Map(
      Array.from(rows.labels, (label, row) => [rows.features.subarray(row * 4, row * 4 + 4).join(), label]),
    )
    for (const { inputs, label } of tasks) expect(known.get(inputs.join())).toBe(label)
    expect(new Set(tasks.map(({ inputs }) => inputs.join())).size).toBe(60)
  })

  it('puts chance at the class frequencies, so that answering with them earns no skill in any round', () => {
    const lopsided = createLabelled({
      features: new Float32Array(10),
      width: 1,
      labels: Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
      classNames: ['no', 'yes'],
    })
    const base = Float32Array.of(0.9, 0.1)
    for (const count of [1, 8, 64]) {
      const tasks = lopsided.makeTasks(seeded(count), count)
      const mean = tasks.reduce((sum, task) => sum + lopsided.score(task, base), 0) / count
      expect(toSkill(mean, lopsided.scaleOf(tasks))).toBeLessThan(1e-6)
    }
    expect(lopsided.scale.chance).toBeCloseTo(0.9 * Math.log(0.9) + 0.1 * Math.log(0.1), 12)
    expect(labelled.scale.chance).toBeCloseTo(-Math.log(3), 12)
  })

  it('refuses a model of another width or other classes', async () => {
    for (const [width, classes] of [
      [5, 3],
      [4, 2],
    ] as const) {
      const model = await openRandomModel(seeded(1), width, classes)
      await expect(labelled.checkModel(model)).rejects.toMatchObject({ code: 'model-mismatch' })
      await model.close()
    }
  })
})

describe('labelled at a miner', () => {
  it('answers a validator without any data', async () => {
    const model = await openRandomModel(seeded(3), 4, 3)
    await forMiner.checkModel(model)
    const tasks = labelled.makeTasks(seeded(4), 20)
    const request = forMiner.parseRequest(throughJson(labelled.toRequest(tasks)))
    const answers = labelled.parseAnswers(throughJson(await forMiner.answer(request, model)), tasks)
    expect(answers).toHaveLength(20)
    await model.close()
  })

  it('refuses rows that do not fit its model', async () => {
    const model = await openRandomModel(seeded(3), 4, 3)
    const request = forMiner.parseRequest({ inputs: toWire({ dims: [1, 5], data: new Float32Array(5) }) })
    await expect(forMiner.answer(request, model)).rejects.toMatchObject({ code: 'model-mismatch' })
    await model.close()
  })

  it('says that tasks and scores take a held-out file', () => {
    const expected = expect.objectContaining({ code: 'no-held-out' })
    expect(() => forMiner.makeTasks(seeded(1), 1)).toThrow(expected)
    expect(() => forMiner.scale).toThrow(expected)
    expect(() => forMiner.scaleOf([])).toThrow(expected)
    expect(() => forMiner.parseAnswers({}, [])).toThrow(expected)
  })

  it('has the id and version of the validator', () => {
    expect(forMiner.id).toBe(labelled.id)
    expect(forMiner.version).toBe(labelled.version)
  })
})
