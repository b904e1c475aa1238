import type { Network, NetworkShape } from './network.ts'

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
export const createBuffers = ({ hidden, classes }: NetworkShape, rows: number): Buffers => ({
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
    const from = (picks[row] ?? 0) * width
    multiply(inputs.subarray(from, from + width), w1, b1, h)
    for (let j = 0; j < hidden; j++) h[j] = Math.max(0, h[j] ?? 0)
    multiply(h, w2, b2, buffers.logits.subarray(row * classes, (row + 1) * classes))
  }
}

/**
 * Adds the gradient of a batch to `gradient`, after `forward` on the same batch and after `buffers.logits` was
 * overwritten with the error at the logits (probability minus truth, over the batch).
 */
export function backward(network: Network, { inputs, picks }: Batch, buffers: Buffers, gradient: Network): void {
  const { width, hidden, classes, w2 } = network
  for (let row = 0; row < picks.length; row++) {
    const error = buffers.logits.subarray(row * classes, (row + 1) * classes)
    const h = buffers.hidden.subarray(row * hidden, (row + 1) * hidden)
    const hiddenError = buffers.hiddenError.subarray(row * hidden, (row + 1) * hidden)
    for (let j = 0; j < hidden; j++) {
      let sum = 0
      // The ReLU passes no error where it gave zero.
      if ((h[j] ?? 0) > 0) for (let k = 0; k < classes; k++) sum += (w2[j * classes + k] ?? 0) * (error[k] ?? 0)
      hiddenError[j] = sum
    }
    addTo(gradient.b2, error)
    addTo(gradient.b1, hiddenError)
  }
  const rows = Uint32Array.from(picks, (_, row) => row)
  addProducts({ values: buffers.hidden, width: hidden, picks: rows }, buffers.logits, classes, gradient.w2)
  addProducts({ values: inputs, width, picks }, buffers.hiddenError, hidden, gradient.w1)
}

/** output = vector · matrix + offset, four inputs at a time to save memory traffic. */
function multiply(vector: Float32Array, matrix: Float32Array, offset: Float32Array, output: Float32Array): void {
  const size = output.length
  output.set(offset)
  let i = 0
  for (; i + 3 < vector.length; i += 4) {
    const a = vector[i] ?? 0
    const b = vector[i + 1] ?? 0
    const c = vector[i + 2] ?? 0
    const d = vector[i + 3] ?? 0
    // Most of a picture is paper.
    if (a === 0 && b === 0 && c === 0 && d === 0) continue
    let at = i * size
    for (let j = 0; j < size; j++, at++) {
      output[j] =
        (output[j] ?? 0) +
        a * (matrix[at] ?? 0) +
        b * (matrix[at + size] ?? 0) +
        c * (matrix[at + 2 * size] ?? 0) +
        d * (matrix[at + 3 * size] ?? 0)
    }
  }
  for (; i < vector.length; i++) {
    const a = vector[i] ?? 0
    for (let j = 0; j < size; j++) output[j] = (output[j] ?? 0) + a * (matrix[i * size + j] ?? 0)
  }
}

/** Rows of a matrix by index. */
interface Rows {
  readonly values: Float32Array
  readonly width: number
  readonly picks: Uint32Array
}

/** sums[i][j] += Σ over rows of row[i] · errors[row][j], four rows at a time. */
function addProducts({ values, width, picks }: Rows, errors: Float32Array, size: number, sums: Float32Array): void {
  let row = 0
  for (; row + 3 < picks.length; row += 4) {
    const fromA = (picks[row] ?? 0) * width
    const fromB = (picks[row + 1] ?? 0) * width
    const fromC = (picks[row + 2] ?? 0) * width
    const fromD = (picks[row + 3] ?? 0) * width
    for (let i = 0; i < width; i++) {
      const a = values[fromA + i] ?? 0
      const b = values[fromB + i] ?? 0
      const c = values[fromC + i] ?? 0
      const d = values[fromD + i] ?? 0
      if (a === 0 && b === 0 && c === 0 && d === 0) continue
      let at = row * size
      const to = i * size
      for (let j = to; j < to + size; j++, at++) {
        sums[j] =
          (sums[j] ?? 0) +
          a * (errors[at] ?? 0) +
          b * (errors[at + size] ?? 0) +
          c * (errors[at + 2 * size] ?? 0) +
          d * (errors[at + 3 * size] ?? 0)
      }
    }
  }
  for (; row < picks.length; row++) {
    const from = (picks[row] ?? 0) * width
    for (let i = 0; i < width; i++) {
      const a = values[from + i] ?? 0
      for (let j = 0; j < size; j++) sums[i * size + j] = (sums[i * size + j] ?? 0) + a * (errors[row * size + j] ?? 0)
    }
  }
}

function addTo(sums: Float32Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (values[i] ?? 0)
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
