import { AppError } from '../../errors.ts'
import { fromWire, parseWireTensor } from '../../model/tensor.ts'

/** How far the probabilities of a row may sum from 1: float32 softmax is within 1e-6. */
const SUM_TOLERANCE = 1e-3

/** The probability that an answer gives to each class. */
export type Probabilities = Float32Array

/**
 * Divides the row by its sum in place, so that the tolerance cannot be turned into score.
 * @returns what is wrong with the row, or `undefined` when it was valid.
 */
export function normaliseRow(row: Probabilities): string | undefined {
  let sum = 0
  for (const value of row) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) return `probability ${value}; valid are numbers from 0 to 1`
    sum += value
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE) return `a sum of ${sum}; probabilities sum to 1`
  for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) / sum
  return undefined
}

/**
 * Rows of class probabilities from their wire form, a tensor [count, classes].
 * @throws AppError `malformed` for another shape, NaN, negative values or rows that do not sum to 1 ± 1e-3.
 */
export function parseProbabilities(input: unknown, count: number, classes: number): readonly Probabilities[] {
  const wire = parseWireTensor(input)
  if (wire.dims.length !== 2 || wire.dims[0] !== count || wire.dims[1] !== classes)
    throw new AppError('malformed', `answers are [${wire.dims.join(', ')}]; asked for were [${count}, ${classes}]`)
  return toRows(fromWire(wire).data, count, classes)
}

/**
 * Splits values into rows without copying, and normalises each.
 * @throws AppError `malformed` naming the first row that is no probability distribution.
 */
function toRows(values: Float32Array, count: number, classes: number): readonly Probabilities[] {
  return Array.from({ length: count }, (_, index) => {
    const row = values.subarray(index * classes, (index + 1) * classes)
    const fault = normaliseRow(row)
    if (fault !== undefined) throw new AppError('malformed', `answer ${index} has ${fault}`)
    return row
  })
}
