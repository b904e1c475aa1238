import { AppError } from '../../errors.ts'
import { describeDims } from '../../model/describe-dims.ts'
import type { Model } from '../../model/model.ts'
import { countValues } from '../../model/tensor.ts'
import { normaliseRow, type Probabilities } from './probabilities.ts'

/** What a classifying model takes and gives. */
export interface ClassifierShape {
  /** Values per row. */
  readonly width: number
  /** Probabilities per row; `undefined` when the graph leaves it open. */
  readonly classes: number | undefined
}

/**
 * Shape of a model as a classifier: input `[?, …]` of any rank whose dimensions after the batch are fixed, output
 * `[?, classes]`.
 * @throws AppError `model-mismatch` saying which shape was found and which fits.
 */
export function classifierShape(model: Model): ClassifierShape {
  const [batch, ...rest] = model.input.dims
  const fixed = rest.filter((dim) => dim !== undefined)
  if (batch !== undefined || rest.length === 0 || fixed.length < rest.length)
    throw new AppError(
      'model-mismatch',
      `the model's input ${model.input.name} is ${describeDims(model.input)}; valid is a free batch dimension first and fixed ones after it, like [?, 256]`,
    )
  const { dims } = model.output
  if (dims.length !== 2 || dims[0] !== undefined || (dims[1] !== undefined && dims[1] < 2))
    throw new AppError(
      'model-mismatch',
      `the model's output ${model.output.name} is ${describeDims(model.output)}; valid is [?, classes] with 2 classes or more`,
    )
  return { width: countValues(fixed), classes: dims[1] }
}

/** Inferred probabilities, row after row. */
export interface Inferred {
  readonly classes: number
  readonly data: Float32Array
}

/**
 * Runs `count` rows through a classifier in one batch.
 * @throws AppError `model-mismatch` when the width does not fit or the outputs are no probabilities, `inference-failed`.
 */
export async function inferProbabilities(model: Model, inputs: Float32Array, count: number): Promise<Inferred> {
  const { width } = classifierShape(model)
  if (inputs.length !== count * width)
    throw new AppError('model-mismatch', `rows have ${inputs.length / count} values; this model takes ${width}`)
  const fixed = model.input.dims.slice(1).map((dim) => dim ?? 1)
  const output = await model.infer({ dims: [count, ...fixed], data: inputs })
  const classes = output.dims[1] ?? 0
  if (output.dims.length !== 2 || output.dims[0] !== count || classes < 2)
    throw new AppError('model-mismatch', `the model gave [${output.dims.join(', ')}] for ${count} rows`)
  for (let index = 0; index < count; index++) {
    const row: Probabilities = output.data.subarray(index * classes, (index + 1) * classes)
    const fault = normaliseRow(row)
    if (fault !== undefined)
      throw new AppError('model-mismatch', `the model's output row ${index} has ${fault}: end the graph with a Softmax`)
  }
  return { classes, data: output.data }
}

/**
 * Runs one row of zeros, to find out before the first request whether a model answers with probabilities.
 * @throws AppError `model-mismatch`, `inference-failed`.
 */
export async function probeClassifier(model: Model): Promise<void> {
  await inferProbabilities(model, new Float32Array(classifierShape(model).width), 1)
}
