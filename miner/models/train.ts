import { permutation } from '../../shared/permutation.ts'
import type { Rng } from '../../shared/rng.ts'
import { createAdam } from './adam.ts'
import { copyNetwork, type Network, parametersOf, zeroNetwork } from './network.ts'
import { backward, createBuffers, forward, softmaxRows } from './passes.ts'

/** Scaled rows, of which only the picked ones count: parts of the same rows share their memory. */
export interface TrainingRows {
  readonly inputs: Float32Array
  readonly labels: Uint32Array
  /** Rows to be answered instead of the label alone, each summing to 1. */
  readonly targets?: Float32Array | undefined
  readonly picks: Uint32Array
}

/** How to train. */
export interface TrainOptions {
  readonly network: Network
  readonly rows: TrainingRows
  readonly rng: Rng
  readonly steps: number
  /** Rows per step. */
  readonly batch?: number | undefined
  /** Sees the network before the first step (0) and after each one; it must not keep it, training moves it. */
  onStep(step: number, network: Network): void
}

/** Rows per step unless said otherwise. */
export const BATCH = 64
const PEAK_RATE = 2e-3
/** Share of the steps over which the learning rate grows to its peak: slow at first, so that early steps differ little. */
const WARM_UP = 0.15
/** Decay of weights by rows: few rows are soon known by heart, and a strong pull towards zero keeps the network from doing that. */
const DECAY_ROWS = 150
const MAX_DECAY = 2

/** Trains by Adam on the cross-entropy with the labels or targets, with rows in a new random order each time all were seen. Deterministic. */
export function train({ network: start, rows, rng, steps, batch: asked = BATCH, onStep }: TrainOptions): void {
  const network = copyNetwork(start)
  const gradient = zeroNetwork(network)
  const descend = createAdam(parametersOf(network))
  const count = rows.picks.length
  const size = Math.min(asked, count)
  const decay = Math.min(MAX_DECAY, DECAY_ROWS / count)
  const buffers = createBuffers(network, size)
  const shuffle = () => permutation(rng, count).map((at) => rows.picks[at] ?? 0)
  let order = shuffle()
  let next = 0

  onStep(0, network)
  for (let step = 1; step <= steps; step++) {
    if (next + size > count) {
      order = shuffle()
      next = 0
    }
    const batch = { inputs: rows.inputs, picks: order.subarray(next, next + size) }
    next += size
    forward(network, batch, buffers)
    softmaxRows(buffers.logits, size, network.classes)
    toErrors(buffers.logits, batch.picks, rows, network.classes)
    for (const values of parametersOf(gradient)) values.fill(0)
    backward(network, batch, buffers, gradient)
    descend(parametersOf(gradient), { rate: rateAt(step, steps), decay })
    onStep(step, network)
  }
}

/** Quadratic warm-up, then half a cosine down to 0. */
export function rateAt(step: number, steps: number): number {
  const warm = WARM_UP * steps
  if (step < warm) return PEAK_RATE * (step / warm) ** 2
  return PEAK_RATE * 0.5 * (1 + Math.cos((Math.PI * (step - warm)) / (steps - warm)))
}

/** Probabilities → gradient of the mean cross-entropy at the logits: (p − target) / rows, where a label is a target of one 1. */
function toErrors(
  probabilities: Float32Array,
  picks: Uint32Array,
  { labels, targets }: TrainingRows,
  classes: number,
): void {
  for (let row = 0; row < picks.length; row++) {
    const pick = picks[row] ?? 0
    const start = row * classes
    if (targets === undefined) {
      const at = start + (labels[pick] ?? 0)
      probabilities[at] = (probabilities[at] ?? 0) - 1
    } else {
      for (let k = 0; k < classes; k++)
        probabilities[start + k] = (probabilities[start + k] ?? 0) - (targets[pick * classes + k] ?? 0)
    }
  }
  for (let i = 0; i < picks.length * classes; i++) probabilities[i] = (probabilities[i] ?? 0) / picks.length
}
