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

const rows = (count: number) => ({ dims: [count, 1], data: new Float32Array(count).fill(1) })
const toPictures = (count: number) => ({ dims: [count, 256], data: new Float32Array(count * 256) })

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
    const own = glyphs.parseAnswers(answers, tasks)
    const neighbours = own.slice(1).map((answer, i) => glyphs.distance(own[i]!, answer))
    const spread = neighbours.reduce((sum, distance) => sum + distance) / neighbours.length
    expect(gaps).toEqual([0, expect.closeTo(glyphs.distance(parsed[40], own[40]!) / spread, 9), 0])
    expect(gaps[1]).toBeGreaterThan(0.1)
    const cut = await verifyAnswers({ ...revealed, answers: parsed.slice(0, 64) })
    expect(cut[2]!.answerGap).toBeCloseTo(1 / spread, 9)
    await model.close()
  })

  it('measure gaps by a floor where the model hardly tells tasks apart, or there is one task', async () => {
    const model = createFakeModel({ hiddenOf: (inputs) => Array.from(inputs.subarray(0, 8)) })
    const { answers, proofs } = await answerProvably(glyphs, request, model)
    const parsed = [...glyphs.parseAnswers(answers, tasks)]
    parsed[0] = Float32Array.from({ length: 10 }, (_, k) => (k === 0 ? 0.101 : k === 1 ? 0.099 : 0.1))
    const check = async (count: number) => {
      const few = tasks.slice(0, count)
      const own = await answerProvably(glyphs, glyphs.toRequest(few), model)
      const revealed = { mechanism: glyphs, tasks: few, answers: parsed, proofs: parseProofs(own.proofs, count), model }
      return (await verifyAnswers(revealed))[0]!.answerGap
    }
    expect(proofs).toHaveLength(3)
    expect(await check(70)).toBeCloseTo(0.1, 5)
    expect(await check(1)).toBeCloseTo(0.1, 5)
  })

  it('come without proofs from a model that shows no hidden layer, and cannot be verified by one', async () => {
    const model = createFakeModel()
    const { answers, proofs } = await answerProvably(glyphs, request, model)
    expect(proofs).toBeUndefined()
    const revealed = { mechanism: glyphs, tasks, answers: glyphs.parseAnswers(answers, tasks), proofs: [], model }
    await expect(verifyAnswers(revealed)).rejects.toMatchObject({ code: 'no-hidden-output' })
  })

  it('cannot be verified by a model whose hidden layer has other rows than tasks', async () => {
    const model = createFakeModel({ hiddenOf: () => [1] })
    const wrong = { ...model, inferHidden: async () => ({ output: await model.infer(toPictures(1)), hidden: rows(3) }) }
    const few = tasks.slice(0, 1)
    const { answers, proofs } = await answerProvably(glyphs, glyphs.toRequest(few), model)
    const parsed = glyphs.parseAnswers(answers, few)
    const revealed = { mechanism: glyphs, tasks: few, answers: parsed, proofs: parseProofs(proofs, 1), model: wrong }
    await expect(verifyAnswers(revealed)).rejects.toMatchObject({ code: 'inference-failed' })
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
