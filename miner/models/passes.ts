import type { Network } from './network.ts'

/** Working memory of the passes, for batches of up to `rows`. */
export interface Buffers {
  /** [rows, hidden], after the ReLU */
  readonly hidden: Float32Array
  /** [rows, classes] */
  readonly logits: Float32Array
  /** [rows, hidden] */
  readonly hiddenError: Float32Array
}

/** Buffers for batches of up to `rows` rows. */
export const createBuffers = ({ hidden, classes }: Network, rows: number): Buffers => ({
  hidden: new Float32Array(rows * hidden),
  logits: new Float32Array(rows * classes),
  hiddenError: new Float32Array(rows * hidden),
})

/** Rows of a matrix picked by index: row `r` of the batch is row `picks[r]` of `inputs`. */
export interface Batch {
  readonly inputs: Float32Array
  readonly picks: Uint32Array
}

/** Fills `buffers.logits` for a batch. */
export function forward(network: Network, { inputs, picks }: Batch, buffers: Buffers): void {
  const { width, hidden, classes, w1, b1, w2, b2 } = network
  for (let row = 0; row < picks.length; row++) {
    const h = buffers.hidden.subarray(row * hidden, (row + 1) * hidden)
    h.set(b1)
    const from = (picks[row] ?? 0) * width
    for (let i = 0; i < width; i++) addScaled(h, w1, i * hidden, inputs[from + i] ?? 0)
    const z = buffers.logits.subarray(row * classes, (row + 1) * classes)
    z.set(b2)
    for (let j = 0; j < hidden; j++) {
      const value = Math.max(0, h[j] ?? 0)
      h[j] = value
      addScaled(z, w2, j * classes, value)
    }
  }
}

/**
 * Adds the gradient of a batch to `gradient`, after `forward` on the same batch and after `buffers.logits` was
 * overwritten with the error at the logits (probability minus truth, over the batch).
 */
export function backward(network: Network, { inputs, picks }: Batch, buffers: Buffers, gradient: Network): void {
  const { width, hidden, classes, w2 } = network
  for (let row = 0; row < picks.length; row++) {
    const h = buffers.hidden.subarray(row * hidden, (row + 1) * hidden)
    const error = buffers.logits.subarray(row * classes, (row + 1) * classes)
    const hiddenError = buffers.hiddenError.subarray(row * hidden, (row + 1) * hidden)
    addScaled(gradient.b2, error, 0, 1)
    for (let j = 0; j < hidden; j++) {
      const value = h[j] ?? 0
      let sum = 0
      if (value > 0) {
        for (let k = 0; k < classes; k++) {
          const e = error[k] ?? 0
          sum += (w2[j * classes + k] ?? 0) * e
          gradient.w2[j * classes + k] = (gradient.w2[j * classes + k] ?? 0) + value * e
        }
      }
      hiddenError[j] = sum
    }
    addScaled(gradient.b1, hiddenError, 0, 1)
    const from = (picks[row] ?? 0) * width
    for (let i = 0; i < width; i++) {
      const x = inputs[from + i] ?? 0
      if (x === 0) continue
      const at = i * hidden
      const { w1 } = gradient
      for (let j = 0; j < hidden; j++) w1[at + j] = (w1[at + j] ?? 0) + x * (hiddenError[j] ?? 0)
    }
  }
}

/** target += factor · source[offset …]. Zero factors, most of a picture's paper, cost nothing. */
function addScaled(target: Float32Array, source: Float32Array, offset: number, factor: number): void {
  if (factor === 0) return
  for (let j = 0; j < target.length; j++) target[j] = (target[j] ?? 0) + factor * (source[offset + j] ?? 0)
}

/** Turns rows of logits into probabilities in place, stable for large logits. `sharpness` multiplies them first. */
export function softmaxRows(logits: Float32Array, rows: number, classes: number, sharpness = 1): void {
  for (let start = 0; start < rows * classes; start += classes) {
    let top = Number.NEGATIVE_INFINITY
    for (let k = start; k < start + classes; k++) top = Math.max(top, logits[k] ?? 0)
    let sum = 0
    for (let k = start; k < start + classes; k++) {
      const value = Math.exp(sharpness * ((logits[k] ?? 0) - top))
      logits[k] = value
      sum += value
    }
    for (let k = start; k < start + classes; k++) logits[k] = (logits[k] ?? 0) / sum
  }
}
