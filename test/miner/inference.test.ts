import { describe, expect, it } from 'vitest'
import { openInference } from '../../miner/inference.ts'
import { createNetwork } from '../../miner/models/network.ts'
import { toGraph } from '../../miner/models/network-graph.ts'
import { writeOnnx } from '../../miner/models/onnx-writer.ts'
import { fitScaling } from '../../miner/models/scaling.ts'
import { utf8 } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { createRng } from '../../shared/rng.ts'
import { randomWeights, softmaxGraph } from '../support/onnx-models.ts'

const rng = createRng(utf8('a seed for these tests'))
const bytes = writeOnnx(softmaxGraph(4, 3, randomWeights(rng, 12)))
const batch = (count: number) => ({
  dims: [count, 4],
  data: Float32Array.from({ length: count * 4 }, () => rng.normal()),
})

describe('a model on a thread of its own', () => {
  it('is the same model as on this thread', async () => {
    const [here, there] = [await openModel(bytes), await openInference(bytes)]
    expect({ digest: there.digest, input: there.input, output: there.output }).toEqual({
      digest: here.digest,
      input: here.input,
      output: here.output,
    })
    const input = batch(5)
    expect(await there.infer(input)).toEqual(await here.infer(input))
    await Promise.all([here.close(), there.close()])
  })

  it('shows the hidden layer where the model has one', async () => {
    const network = createNetwork({ width: 4, hidden: 6, classes: 3 }, rng)
    const graph = writeOnnx(toGraph(network, fitScaling(batch(20).data, 4)))
    const [here, there] = [await openModel(graph), await openInference(graph)]
    expect(there.hidden).toEqual({ name: 'hidden', dims: [undefined, 6] })
    const input = batch(5)
    const answer = await there.inferHidden(input)
    expect(answer).toEqual(await here.inferHidden(input))
    expect(answer.output).toEqual(await there.infer(input))
    await Promise.all([here.close(), there.close()])
  })

  it('says so where it has none', async () => {
    const model = await openInference(bytes)
    expect(model.hidden).toBeUndefined()
    await expect(model.inferHidden(batch(1))).rejects.toMatchObject({ code: 'no-hidden-output' })
    await model.close()
  })

  it('answers many at once, each with its own rows', async () => {
    const [here, there] = [await openModel(bytes), await openInference(bytes)]
    const inputs = Array.from({ length: 30 }, (_, i) => batch(1 + (i % 4)))
    const answers = await Promise.all(inputs.map((input) => there.infer(input)))
    expect(answers).toEqual(await Promise.all(inputs.map((input) => here.infer(input))))
    await Promise.all([here.close(), there.close()])
  })

  it('fails as the model does, and goes on', async () => {
    const model = await openInference(bytes)
    await expect(model.infer({ dims: [1, 5], data: new Float32Array(5) })).rejects.toMatchObject({
      code: 'inference-failed',
    })
    expect((await model.infer(batch(2))).dims).toEqual([2, 3])
    await model.close()
  })

  it('is closed within a long batch without taking the process down', async () => {
    const model = await openInference(writeOnnx(softmaxGraph(256, 500, randomWeights(rng, 128_000))))
    const long = { dims: [4_096, 256], data: new Float32Array(4_096 * 256) }
    const startedMs = systemClock.monotonic()
    await model.infer(long)
    const tookMs = systemClock.monotonic() - startedMs
    const running = [1, 2, 3].map(() => model.infer(long))
    const ended = Promise.allSettled(running)
    await systemClock.sleep(tookMs / 2, new AbortController().signal)
    await Promise.all([model.close(), model.close()])
    // A busy machine may have let some of them through.
    for (const result of await ended)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ message: 'the model is closed' })
    await expect(model.infer(long)).rejects.toMatchObject({ code: 'inference-failed' })
  })

  it('does not open what is no model', async () => {
    await expect(openInference(utf8('no model'))).rejects.toMatchObject({ code: 'not-onnx' })
  })

  it('refuses to infer once closed, and what was still running', async () => {
    const model = await openInference(bytes)
    const running = expect(model.infer(batch(1000))).rejects.toMatchObject({ code: 'inference-failed' })
    await model.close()
    await running
    await expect(model.infer(batch(1))).rejects.toMatchObject({ code: 'inference-failed' })
  })
})
