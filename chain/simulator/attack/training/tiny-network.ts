import type { Rng } from '../../../../shared/rng.ts'

/** Sizes of the network that all peers train: inputs, a hidden layer, classes. */
const INPUTS = 4
const HIDDEN = 12
/** Classes of the data. */
export const CLASSES = 3

/** Numbers of all layers in one: w1 [inputs × hidden], b1, w2 [hidden × classes], b2. */
export const PARAMETERS = INPUTS * HIDDEN + HIDDEN + HIDDEN * CLASSES + CLASSES

/** Rows with their classes. */
export interface Shard {
  readonly inputs: Float64Array
  readonly labels: Uint8Array
}

/** Where the classes of the data lie: what there is to learn. */
export type Centres = readonly Float64Array[]

/** Draws the centres: two clumps for each class, so that a straight line does not do. */
export const drawCentres = (rng: Rng): Centres =>
  Array.from({ length: 2 * CLASSES }, () => Float64Array.from({ length: INPUTS }, () => 1.5 * rng.normal()))

/** Draws rows around the centres. */
export function drawShard(centres: Centres, rows: number, rng: Rng): Shard {
  const inputs = new Float64Array(rows * INPUTS)
  const labels = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const at = rng.below(centres.length)
    labels[row] = at % CLASSES
    for (let i = 0; i < INPUTS; i++) inputs[row * INPUTS + i] = (centres[at]?.[i] ?? 0) + 0.7 * rng.normal()
  }
  return { inputs, labels }
}

/** Parameters to start from. */
export const startParameters = (rng: Rng): Float64Array =>
  Float64Array.from({ length: PARAMETERS }, () => 0.4 * rng.normal())

const W2 = INPUTS * HIDDEN + HIDDEN

/** Mean log loss of a shard, and its gradient where `gradient` is given; tanh and softmax, by hand. */
export function lossOf(parameters: Float64Array, { inputs, labels }: Shard, gradient?: Float64Array): number {
  const rows = labels.length
  const hidden = new Float64Array(HIDDEN)
  const scores = new Float64Array(CLASSES)
  const at = (index: number) => parameters[index] ?? 0
  const add = (index: number, value: number) => {
    if (gradient !== undefined) gradient[index] = (gradient[index] ?? 0) + value / rows
  }
  gradient?.fill(0)
  let loss = 0
  for (let row = 0; row < rows; row++) {
    for (let h = 0; h < HIDDEN; h++) {
      let sum = at(INPUTS * HIDDEN + h)
      for (let i = 0; i < INPUTS; i++) sum += (inputs[row * INPUTS + i] ?? 0) * at(i * HIDDEN + h)
      hidden[h] = Math.tanh(sum)
    }
    let top = Number.NEGATIVE_INFINITY
    for (let c = 0; c < CLASSES; c++) {
      let sum = at(W2 + HIDDEN * CLASSES + c)
      for (let h = 0; h < HIDDEN; h++) sum += (hidden[h] ?? 0) * at(W2 + h * CLASSES + c)
      scores[c] = sum
      top = Math.max(top, sum)
    }
    let total = 0
    for (let c = 0; c < CLASSES; c++) total += Math.exp((scores[c] ?? 0) - top)
    const label = labels[row] ?? 0
    loss -= ((scores[label] ?? 0) - top - Math.log(total)) / rows
    if (gradient === undefined) continue
    for (let c = 0; c < CLASSES; c++) scores[c] = Math.exp((scores[c] ?? 0) - top) / total - Number(c === label)
    for (let h = 0; h < HIDDEN; h++) {
      let back = 0
      for (let c = 0; c < CLASSES; c++) {
        back += (scores[c] ?? 0) * at(W2 + h * CLASSES + c)
        add(W2 + h * CLASSES + c, (scores[c] ?? 0) * (hidden[h] ?? 0))
      }
      back *= 1 - (hidden[h] ?? 0) ** 2
      add(INPUTS * HIDDEN + h, back)
      for (let i = 0; i < INPUTS; i++) add(i * HIDDEN + h, back * (inputs[row * INPUTS + i] ?? 0))
    }
    for (let c = 0; c < CLASSES; c++) add(W2 + HIDDEN * CLASSES + c, scores[c] ?? 0)
  }
  return loss
}

/** `parameters − rate · step`. */
export const moved = (parameters: Float64Array, step: Float64Array, rate: number): Float64Array =>
  parameters.map((value, index) => value - rate * (step[index] ?? 0))

/** Length of a gradient. */
export const normOf = (gradient: Float64Array): number =>
  Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0))
