import { downgradeModel } from '../../miner/models/downgrade.ts'
import { copyNetwork, createNetwork, type Network, parametersOf, zeroNetwork } from '../../miner/models/network.ts'
import { toGraph } from '../../miner/models/network-graph.ts'
import { writeOnnx } from '../../miner/models/onnx-writer.ts'
import { backward, createBuffers, forward, softmaxRows } from '../../miner/models/passes.ts'
import type { Scaling } from '../../miner/models/scaling.ts'
import { type TrainingRows, train } from '../../miner/models/train.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { concatInputs } from '../../shared/mechanism/rows/task-rows.ts'
import type { HiddenAnswer, Model, Tensor } from '../../shared/model/model.ts'
import type { Rng } from '../../shared/rng.ts'

const WIDTH = 256
const CLASSES = 10
const TRAINING_TASKS = 1_500
const PRUNED_SHARE = 0.1
const SCALING: Scaling = { centre: new Float32Array(WIDTH), factor: new Float32Array(WIDTH).fill(1) }

/** A trained network and models that a miner might run in its place, as ONNX files. */
export interface ModelVariants {
  readonly network: Network
  readonly same: Uint8Array
  /** Weights rounded to half precision. */
  readonly fp16: Uint8Array
  readonly int8: Uint8Array
  /** The tenth of the weights of each matrix that is nearest to zero, made zero. */
  readonly pruned: Uint8Array
  /** One step of Adam at rate 1e-4 further. */
  readonly oneStep: Uint8Array
  /** Twenty steps of training further. */
  readonly twentySteps: Uint8Array
  /** Trained on the same rows from another start. */
  readonly otherSeed: Uint8Array
  /** The same hidden layer under another last layer: int8 there alone. */
  readonly otherHead: Uint8Array
}

/** Rows of glyphs to train on. */
function drawRows(rng: Rng): TrainingRows {
  const tasks = glyphs.makeTasks(rng, TRAINING_TASKS)
  return {
    inputs: concatInputs(tasks),
    labels: Uint32Array.from(tasks, ({ label }) => label),
    picks: Uint32Array.from(tasks.keys()),
  }
}

/** Trains a classifier of glyphs for `steps` steps and derives the variants from it. */
export function makeVariants(rng: Rng, hidden: number, steps: number): ModelVariants {
  const rows = drawRows(rng.fork('rows'))
  const trainFrom = (start: Network, count: number, label: string): Network => {
    let trained = start
    train({
      network: start,
      rows,
      rng: rng.fork(label),
      steps: count,
      onStep(step, network) {
        if (step === count) trained = copyNetwork(network)
      },
    })
    return trained
  }
  const shape = { width: WIDTH, hidden, classes: CLASSES }
  const network = trainFrom(createNetwork(shape, rng.fork('start')), steps, 'order')
  const same = toBytes(network)
  return {
    network,
    same,
    fp16: toBytes(withMatrices(network, (values) => Float32Array.from(new Float16Array(values)))),
    int8: downgradeModel(same),
    pruned: toBytes(withMatrices(network, prune)),
    oneStep: toBytes(stepOnce(network, rows, 1e-4)),
    twentySteps: toBytes(trainFrom(network, 20, 'tuning')),
    otherSeed: toBytes(trainFrom(createNetwork(shape, rng.fork('other start')), steps, 'other order')),
    otherHead: toBytes({ ...network, w2: roundToInt8(network.w2) }),
  }
}

const toBytes = (network: Network): Uint8Array => writeOnnx(toGraph(network, SCALING))

const withMatrices = (network: Network, change: (values: Float32Array) => Float32Array): Network => ({
  ...network,
  w1: change(network.w1),
  w2: change(network.w2),
})

function prune(values: Float32Array): Float32Array {
  const least = values.map(Math.abs).sort()[Math.floor(values.length * PRUNED_SHARE)] ?? 0
  return values.map((value) => (Math.abs(value) < least ? 0 : value))
}

function roundToInt8(values: Float32Array): Float32Array {
  const step = Math.max(...values.map(Math.abs)) / 127
  return values.map((value) => Math.round(value / step) * step)
}

/** Adam's first step moves each parameter by the rate against the sign of its gradient. */
function stepOnce(network: Network, rows: TrainingRows, rate: number): Network {
  const picks = rows.picks.subarray(0, 64)
  const buffers = createBuffers(network, picks.length)
  const gradient = zeroNetwork(network)
  forward(network, { inputs: rows.inputs, picks }, buffers)
  softmaxRows(buffers.logits, picks.length, network.classes)
  picks.forEach((pick, row) => {
    const at = row * network.classes + rows.labels[pick]!
    buffers.logits[at] = buffers.logits[at]! - 1
  })
  backward(network, { inputs: rows.inputs, picks }, buffers, gradient)
  const moved = copyNetwork(network)
  const slopes = parametersOf(gradient)
  parametersOf(moved).forEach((values, p) => {
    for (let i = 0; i < values.length; i++) values[i] = values[i]! - rate * Math.sign(slopes[p]![i]!)
  })
  return moved
}

/** The network as a kernel in plain JavaScript computes it, each hidden value off by normal noise of a relative size. */
export function openInScript(network: Network, noise: { readonly rng: Rng; readonly share: number }): Model {
  const inferHidden = async ({ data }: Tensor): Promise<HiddenAnswer> => {
    const rows = data.length / network.width
    const buffers = createBuffers(network, rows)
    forward(network, { inputs: data, picks: Uint32Array.from({ length: rows }, (_, i) => i) }, buffers)
    softmaxRows(buffers.logits, rows, network.classes)
    const hidden = buffers.hidden.map((value) => value * (1 + noise.share * noise.rng.normal()))
    return {
      hidden: { dims: [rows, network.hidden], data: hidden },
      output: { dims: [rows, network.classes], data: buffers.logits },
    }
  }
  return {
    digest: '',
    input: { name: 'features', dims: [undefined, network.width] },
    output: { name: 'probabilities', dims: [undefined, network.classes] },
    hidden: { name: 'hidden', dims: [undefined, network.hidden] },
    infer: async (input) => (await inferHidden(input)).output,
    inferHidden,
    close: async () => {},
  }
}
