/** What a model does to each feature before its first layer: `clip((x − centre) · factor)`. Part of the ONNX graph. */
export interface Scaling {
  readonly centre: Float32Array
  readonly factor: Float32Array
}

/** Scaled features are cut here: a wild value in a request must not drown the others. */
export const SCALED_LIMIT = 8

/**
 * Fits the scaling of each column. A column that is zero in most rows, like a pixel of paper, is divided by its largest
 * absolute value and stays zero where it was, which training turns into speed; any other gets mean 0 and deviation 1.
 * A column that never changes gets factor 0.
 */
export function fitScaling(features: Float32Array, width: number): Scaling {
  const rows = features.length / width
  const sums = new Float64Array(width)
  const zeros = new Uint32Array(width)
  const largest = new Float64Array(width)
  const smallest = new Float64Array(width).fill(Number.POSITIVE_INFINITY)
  const highest = new Float64Array(width).fill(Number.NEGATIVE_INFINITY)
  for (let i = 0, column = 0; i < features.length; i++, column = column + 1 === width ? 0 : column + 1) {
    const value = features[i] ?? 0
    sums[column] = (sums[column] ?? 0) + value
    if (value === 0) zeros[column] = (zeros[column] ?? 0) + 1
    largest[column] = Math.max(largest[column] ?? 0, Math.abs(value))
    smallest[column] = Math.min(smallest[column] ?? 0, value)
    highest[column] = Math.max(highest[column] ?? 0, value)
  }
  const centre = Float32Array.from(sums, (sum, column) => ((zeros[column] ?? 0) * 2 > rows ? 0 : sum / rows))
  const squares = new Float64Array(width)
  for (let i = 0, column = 0; i < features.length; i++, column = column + 1 === width ? 0 : column + 1)
    squares[column] = (squares[column] ?? 0) + ((features[i] ?? 0) - (centre[column] ?? 0)) ** 2
  const factor = Float32Array.from(squares, (square, column) => {
    if (smallest[column] === highest[column]) return 0
    return 1 / ((zeros[column] ?? 0) * 2 > rows ? (largest[column] ?? 1) : Math.sqrt(square / rows))
  })
  return { centre, factor: factor.map((value) => (Number.isFinite(value) ? value : 0)) }
}

/** Scaled copy of rows, by the float32 steps that the ONNX graph takes. */
export function applyScaling(features: Float32Array, { centre, factor }: Scaling): Float32Array {
  const width = centre.length
  const scaled = new Float32Array(features.length)
  for (let i = 0, column = 0; i < features.length; i++, column = column + 1 === width ? 0 : column + 1) {
    const value = Math.fround((features[i] ?? 0) - (centre[column] ?? 0)) * (factor[column] ?? 0)
    scaled[i] = Math.min(SCALED_LIMIT, Math.max(-SCALED_LIMIT, value))
  }
  return scaled
}
