import { describe, expect, it } from 'vitest'
import { createNetwork } from '../../../miner/models/network.ts'
import { toGraph } from '../../../miner/models/network-graph.ts'
import { writeOnnx } from '../../../miner/models/onnx-writer.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { answerProvably } from '../../../shared/proof/answer-provably.ts'
import { verifyAnswers } from '../../../shared/proof/verify-answers.ts'
import { parseProofs } from '../../../shared/proof/wire-proofs.ts'
import { createFakeModel } from '../../support/fake-model.ts'
import { seeded } from '../../support/seeded.ts'

const rng = seeded(1)
const scaling = { centre: new Float32Array(256), factor: new Float32Array(256).fill(1) }
const bytes = writeOnnx(toGraph(createNetwork({ width: 256, hidden: 32, classes: 10 }, rng), scaling))
const tasks = glyphs.makeTasks(rng, 70)
const request = glyphs.toRequest(tasks)

describe('answers and their proofs', () => {
  it('fit the model that gave them, over the wire', async () => {
    const model = await openModel(bytes)
    const { answers, proofs } = await answerProvably(glyphs, request, model)
    expect(answers).toEqual(await glyphs.answer(request, model))
    const revealed = {
      mechanism: glyphs,
      tasks,
      answers: glyphs.parseAnswers(answers, tasks),
      proofs: parseProofs(proofs, tasks.length),
      model,
    }
    const perfect = { compared: 128, exponentMismatch: 0, mantissaError: 0, answerGap: 0 }
    expect(await verifyAnswers(revealed)).toEqual([perfect, perfect, { ...perfect, compared: expect.any(Number) }])
    await model.close()
  })

  it('show which group of tasks was answered otherwise', async () => {
    const model = await openModel(bytes)
    const { answers, proofs } = await answerProvably(glyphs, request, model)
    const parsed = [...glyphs.parseAnswers(answers, tasks)]
    parsed[40] = new Float32Array(10).fill(0.1)
    const revealed = { mechanism: glyphs, tasks, answers: parsed, proofs: parseProofs(proofs, tasks.length), model }
    const gaps = (await verifyAnswers(revealed)).map(({ answerGap }) => answerGap)
    expect(gaps).toEqual([0, glyphs.distance(parsed[40], glyphs.parseAnswers(answers, tasks)[40]!), 0])
    expect(gaps[1]).toBeGreaterThan(0.01)
    expect((await verifyAnswers({ ...revealed, answers: parsed.slice(0, 64) }))[2]!.answerGap).toBe(1)
    await model.close()
  })

  it('come without proofs from a model that shows no hidden layer, and cannot be verified by one', async () => {
    const model = createFakeModel()
    const { answers, proofs } = await answerProvably(glyphs, request, model)
    expect(proofs).toBeUndefined()
    const revealed = { mechanism: glyphs, tasks, answers: glyphs.parseAnswers(answers, tasks), proofs: [], model }
    await expect(verifyAnswers(revealed)).rejects.toMatchObject({ code: 'no-hidden-output' })
  })

  it('take one forward pass each', async () => {
    const model = createFakeModel({ hiddenOf: (inputs) => Array.from(inputs.subarray(0, 8)) })
    const { answers, proofs } = await answerProvably(glyphs, request, model)
    expect(model.batches).toEqual([70])
    const parsed = glyphs.parseAnswers(answers, tasks)
    await verifyAnswers({ mechanism: glyphs, tasks, answers: parsed, proofs: parseProofs(proofs, 70), model })
    expect(model.batches).toEqual([70, 70])
  })
})
