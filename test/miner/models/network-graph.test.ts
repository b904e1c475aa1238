import { describe, expect, it } from 'vitest'
import { createNetwork } from '../../../miner/models/network.ts'
import { toGraph } from '../../../miner/models/network-graph.ts'
import { writeOnnx } from '../../../miner/models/onnx-writer.ts'
import { createBuffers, forward, softmaxRows } from '../../../miner/models/passes.ts'
import { applyScaling, fitScaling } from '../../../miner/models/scaling.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { seeded } from '../../support/seeded.ts'

const SHAPE = { width: 12, hidden: 8, classes: 3 }
const ROWS = 20

describe('toGraph', () => {
  it('writes the network that was trained: the same probabilities, and the same hidden layer beside them', async () => {
    const rng = seeded(1)
    const network = createNetwork(SHAPE, rng)
    const features = Float32Array.from({ length: ROWS * SHAPE.width }, () => 3 * rng.normal() + 1)
    const scaling = fitScaling(features, SHAPE.width)
    const buffers = createBuffers(SHAPE, ROWS)
    forward(
      network,
      { inputs: applyScaling(features, scaling), picks: Uint32Array.from({ length: ROWS }, (_, i) => i) },
      buffers,
    )
    softmaxRows(buffers.logits, ROWS, SHAPE.classes)

    const model = await openModel(writeOnnx(toGraph(network, scaling)))
    expect(model.output).toEqual({ name: 'probabilities', dims: [undefined, 3] })
    expect(model.hidden).toEqual({ name: 'hidden', dims: [undefined, 8] })
    const { output, hidden } = await model.inferHidden({ dims: [ROWS, SHAPE.width], data: features })
    expect(hidden.dims).toEqual([ROWS, 8])
    hidden.data.forEach((value, i) => {
      expect(value).toBeCloseTo(buffers.hidden[i]!, 4)
    })
    output.data.forEach((value, i) => {
      expect(value).toBeCloseTo(buffers.logits[i]!, 4)
    })
    await model.close()
  })
})
