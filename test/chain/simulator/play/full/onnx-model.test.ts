import { expect, test } from 'vitest'
import { ladderModel } from '../../../../../chain/simulator/play/full/ladder-models.ts'
import { createOnnxModel } from '../../../../../chain/simulator/play/full/onnx-model.ts'
import { utf8 } from '../../../../../shared/bytes.ts'
import { glyphs } from '../../../../../shared/mechanism/glyphs/glyphs.ts'
import { measureAnswers } from '../../../../../shared/mechanism/measure.ts'
import { createRng } from '../../../../../shared/rng.ts'

test('an ONNX model answers the tasks of all its miners in one pass, as the mechanism does', async () => {
  const model = await ladderModel('glyphs', 5)
  let passes = 0
  const counting = {
    ...model,
    infer: (input: Parameters<typeof model.infer>[0]) => {
      passes++
      return model.infer(input)
    },
  }
  const answering = createOnnxModel(glyphs, counting)
  const tasks = glyphs.makeTasks(createRng(utf8('tasks of an ONNX model')), 150)
  await answering.prepare([...tasks, ...tasks.slice(0, 50)])
  await answering.prepare(tasks)
  expect(passes).toBe(1)
  const direct = glyphs.parseAnswers(await glyphs.answer(glyphs.toRequest(tasks), model), tasks)
  const own = tasks.map((task) => answering.answer(task))
  expect(own[3]).toEqual(direct[3])
  expect(measureAnswers(glyphs, tasks, own).skill).toBeGreaterThan(0.5)
  expect(() => answering.answer({ inputs: new Float32Array(256), label: 0 })).toThrow(/not asked to prepare/)
})
