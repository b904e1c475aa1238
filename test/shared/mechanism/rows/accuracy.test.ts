import { describe, expect, it } from 'vitest'
import { writeOnnx } from '../../../../miner/models/onnx-writer.ts'
import { measureAccuracy } from '../../../../shared/mechanism/rows/accuracy.ts'
import { MIN_PROBABILITY } from '../../../../shared/mechanism/rows/log-score.ts'
import { concatInputs, toTasks } from '../../../../shared/mechanism/rows/task-rows.ts'
import { openModel } from '../../../../shared/model/onnx.ts'
import { softmaxGraph } from '../../../support/onnx-models.ts'

/** Says the class whose input is largest, with certainty. */
const decided = () => openModel(writeOnnx(softmaxGraph(2, 2, Float32Array.of(100, 0, 0, 100))))

describe('measureAccuracy', () => {
  it('counts hits and averages the log score, over more rows than a batch', async () => {
    const model = await decided()
    const tasks = Array.from({ length: 1000 }, (_, i) => ({
      inputs: i % 2 === 0 ? Float32Array.of(1, 0) : Float32Array.of(0, 1),
      label: i % 4 === 3 ? 0 : i % 2,
    }))
    const { accuracy, meanScore } = await measureAccuracy(model, tasks)
    expect(accuracy).toBe(0.75)
    expect(meanScore).toBeCloseTo(0.25 * Math.log(MIN_PROBABILITY), 6)
    await model.close()
  })

  it('refuses a model of another width', async () => {
    const model = await decided()
    await expect(measureAccuracy(model, [{ inputs: new Float32Array(3), label: 0 }])).rejects.toMatchObject({
      code: 'model-mismatch',
    })
    await model.close()
  })
})

describe('rows and tasks', () => {
  it('turn into each other', () => {
    const rows = {
      features: Float32Array.of(1, 2, 3, 4),
      width: 2,
      labels: Uint32Array.of(1, 0),
      classNames: ['a', 'b'],
    }
    const tasks = toTasks(rows)
    expect(tasks).toEqual([
      { inputs: Float32Array.of(1, 2), label: 1 },
      { inputs: Float32Array.of(3, 4), label: 0 },
    ])
    expect(concatInputs(tasks)).toEqual(rows.features)
    expect(concatInputs([]).length).toBe(0)
  })
})
