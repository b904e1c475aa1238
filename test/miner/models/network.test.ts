import { describe, expect, it } from 'vitest'
import { copyNetwork, createNetwork, parametersOf } from '../../../miner/models/network.ts'
import { toGraph } from '../../../miner/models/network-graph.ts'
import { writeOnnx } from '../../../miner/models/onnx-writer.ts'
import { createBuffers, forward, softmaxRows } from '../../../miner/models/passes.ts'
import { applyScaling, fitScaling } from '../../../miner/models/scaling.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { seeded } from '../../support/seeded.ts'

const shape = { width: 6, hidden: 9, classes: 4 }

describe('a network', () => {
  it('starts the same for the same generator', () => {
    expect(createNetwork(shape, seeded(1))).toEqual(createNetwork(shape, seeded(1)))
    expect(createNetwork(shape, seeded(1))).not.toEqual(createNetwork(shape, seeded(2)))
  })

  it('is copied deeply', () => {
    const network = createNetwork(shape, seeded(1))
    const copy = copyNetwork(network)
    for (const values of parametersOf(network)) values.fill(7)
    expect(copy).toEqual(createNetwork(shape, seeded(1)))
  })

  it('gives in onnxruntime what it gave in training, on raw features', async () => {
    const rng = seeded(3)
    const network = createNetwork(shape, rng)
    // Features of very different sizes, one constant, one mostly zero.
    const features = Float32Array.from({ length: 50 * 6 }, (_, i) => {
      const column = i % 6
      if (column === 4) return 5
      if (column === 5) return rng.below(4) === 0 ? 255 * rng.uniform() : 0
      return 10 ** column * (3 + rng.normal())
    })
    const scaling = fitScaling(features, 6)
    const buffers = createBuffers(network, 50)
    forward(network, { inputs: applyScaling(features, scaling), picks: new Uint32Array(50).map((_, i) => i) }, buffers)
    softmaxRows(buffers.logits, 50, 4)

    const model = await openModel(writeOnnx(toGraph(network, scaling)))
    expect(model.input.dims).toEqual([undefined, 6])
    expect(model.output.dims).toEqual([undefined, 4])
    const { data } = await model.infer({ dims: [50, 6], data: features })
    data.forEach((p, i) => {
      expect(p).toBeCloseTo(buffers.logits[i]!, 5)
    })
    await model.close()
  })

  it('gives probabilities for any finite features', async () => {
    const network = createNetwork(shape, seeded(1))
    const model = await openModel(
      writeOnnx(
        toGraph(
          network,
          fitScaling(
            new Float32Array(12).map((_, i) => i),
            6,
          ),
        ),
      ),
    )
    for (const value of [0, -0, 1e38, -1e38, 3.4e38, 1e-45]) {
      const { data } = await model.infer({ dims: [1, 6], data: new Float32Array(6).fill(value) })
      expect(data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
    }
    await model.close()
  })
})
