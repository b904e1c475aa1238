import { downgradeModel } from '../../miner/models/downgrade.ts'
import { copyNetwork, createNetwork, type Network, parametersOf, zeroNetwork } from '../../miner/models/network.ts'
import { toGraph } from '../../miner/models/network-graph.ts'
import { writeOnnx } from '../../miner/models/onnx-writer.ts'
import { backward, createBuffers, forward, softmaxRows } from '../../miner/models/passes.ts'
import { applyScaling, fitScaling, type Scaling } from '../../miner/models/scaling.ts'
import { type TrainingRows, train } from '../../miner/models/train.ts'
import type { ClassTask } from '../../shared/mechanism/rows/asking.ts'
import { concatInputs } from '../../shared/mechanism/rows/task-rows.ts'
import type { HiddenAnswer, Model, Tensor } from '../../shared/model/model.ts'
import type { Rng } from '../../shared/rng.ts'

const PRUNED_SHARE = 0.1
const TUNING_RATE = 1e-4
const TUNING_ROWS = 64

/** A trained network with its scaling, and models that a miner might run in its place, as ONNX files. */
export interface ModelVariants {
  readonly network: Network
  readonly scaling: Scaling
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

/** What to train and on what. */
export interface VariantOptions {
  readonly tasks: readonly ClassTask[]
  readonly classes: number
  /** Width of the hidden layer. */
  readonly hidden: number
  readonly steps: number
  readonly rng: Rng
}

/** Trains a classifier and derives the variants from it. */
export function makeVariants({ tasks, classes, hidden, steps, rng }: VariantOptions): ModelVariants {
  const features = concatInputs(tasks)
  const width = features.length / tasks.length
  const scaling = fitScaling(features, width)
  const rows = {
    inputs: applyScaling(features, scaling),
    labels: Uint32Array.from(tasks, ({ label }) => label),
    picks: Uint32Array.from(tasks.keys()),
  }
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
  const toBytes = (network: Network): Uint8Array => writeOnnx(toGraph(network, scaling))
  const shape = { width, hidden, classes }
  const network = trainFrom(createNetwork(shape, rng.fork('start')), steps, 'order')
  const same = toBytes(network)
  return {
    network,
    scaling,
    same,
    fp16: toBytes(withMatrices(network, (values) => Float32Array.from(new Float16Array(values)))),
    int8: downgradeModel(same),
    pruned: toBytes(withMatrices(network, prune)),
    oneStep: toBytes(stepOnce(network, rows)),
    twentySteps: toBytes(trainFrom(network, 20, 'tuning')),
    otherSeed: toBytes(trainFrom(createNetwork(shape, rng.fork('other start')), steps, 'other order')),
    otherHead: toBytes({ ...network, w2: roundToInt8(network.w2) }),
  }
}

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
function stepOnce(network: Network, rows: TrainingRows): Network {
  const picks = rows.picks.subarray(0, TUNING_ROWS)
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
    for (let i = 0; i < values.length; i++) values[i] = values[i]! - TUNING_RATE * Math.sign(slopes[p]![i]!)
  })
  return moved
}

/** The network as a kernel in plain JavaScript computes it, each hidden value off by normal noise of a relative size. */
export function openInScript(
  { network, scaling }: Pick<ModelVariants, 'network' | 'scaling'>,
  noise: { readonly rng: Rng; readonly share: number },
): Model {
  const { width, hidden, classes } = network
  const inferHidden = async ({ data }: Tensor): Promise<HiddenAnswer> => {
    const rows = data.length / width
    const buffers = createBuffers(network, rows)
    const picks = Uint32Array.from({ length: rows }, (_, i) => i)
    forward(network, { inputs: applyScaling(data, scaling), picks }, buffers)
    softmaxRows(buffers.logits, rows, classes)
    return {
      hidden: {
        dims: [rows, hidden],
        data: buffers.hidden.map((value) => value * (1 + noise.share * noise.rng.normal())),
      },
      output: { dims: [rows, classes], data: buffers.logits },
    }
  }
  return {
    digest: '',
    input: { name: 'features', dims: [undefined, width] },
    output: { name: 'probabilities', dims: [undefined, classes] },
    hidden: { name: 'hidden', dims: [undefined, hidden] },
    infer: async (input) => (await inferHidden(input)).output,
    inferHidden,
    close: async () => {},
  }
}
