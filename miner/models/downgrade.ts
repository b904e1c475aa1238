import { readFile, writeFile } from 'node:fs/promises'
import { AppError, messageOf } from '../../shared/errors.ts'
import { GRAPH, MODEL, PRODUCER, TENSOR } from './onnx-writer.ts'
import { type ReadField, readFields } from './protobuf.ts'

/** Largest whole number of a signed byte that −n mirrors. */
const INT8_MAX = 127

/**
 * Copy of a model that was written here with each weight matrix rounded to 255 steps, a scale per matrix, as int8
 * inference would have it: a cheaper model that answers nearly alike, which proofs of inference must tell apart.
 * @throws AppError `foreign-model` for bytes that another program wrote or that hold no weight matrix.
 */
export function downgradeModel(bytes: Uint8Array): Uint8Array {
  // `slice` of a Buffer would be a view of the caller's bytes.
  const copy = new Uint8Array(bytes)
  try {
    const model = readFields(copy)
    const producer = bytesOf(model, MODEL.producerName)[0]
    if (producer === undefined || new TextDecoder().decode(producer) !== PRODUCER)
      throw new AppError('malformed', 'another program wrote it')
    const tensors = bytesOf(model, MODEL.graph).flatMap((graph) => bytesOf(readFields(graph), GRAPH.initializer))
    const matrices = tensors.map(readFields).filter((tensor) => intsOf(tensor, TENSOR.dims).length >= 2)
    if (matrices.length === 0) throw new AppError('malformed', 'it has no weight matrix')
    for (const matrix of matrices) roundToInt8(valuesOf(matrix))
  } catch (error) {
    throw new AppError(
      'foreign-model',
      `cannot downgrade this file of ${bytes.length} bytes: ${messageOf(error)}; valid is a model that \`models train\` wrote`,
      {},
      error,
    )
  }
  return copy
}

/**
 * Writes the downgraded copy of a model file.
 * @throws AppError `foreign-model`, `model-missing` when `from` cannot be read, `not-writable` when `to` cannot be written.
 */
export async function downgradeFile(from: string, to: string): Promise<void> {
  const bytes = await readFile(from).catch((error: unknown) => {
    const message = `cannot read the model file ${from}: ${messageOf(error)}; valid is the path of an .onnx file`
    throw new AppError('model-missing', message, { file: from }, error)
  })
  const downgraded = downgradeModel(bytes)
  await writeFile(to, downgraded).catch((error: unknown) => {
    const message = `cannot write ${to}: ${messageOf(error)}; valid is a file in a folder that exists`
    throw new AppError('not-writable', message, { file: to }, error)
  })
}

const bytesOf = (fields: readonly ReadField[], number: number): readonly Uint8Array[] =>
  fields.flatMap((field) => (field.tag === 'bytes' && field.number === number ? [field.value] : []))

const intsOf = (fields: readonly ReadField[], number: number): readonly number[] =>
  fields.flatMap((field) => (field.tag === 'int' && field.number === number ? [field.value] : []))

/** View of the float32 values of a tensor within the file. */
function valuesOf(tensor: readonly ReadField[]): DataView {
  const dims = intsOf(tensor, TENSOR.dims)
  const [type] = intsOf(tensor, TENSOR.dataType)
  const [raw] = bytesOf(tensor, TENSOR.rawData)
  const expected = 4 * dims.reduce((product, dim) => product * dim, 1)
  if (type !== TENSOR.float || raw === undefined || raw.length !== expected)
    throw new AppError(
      'malformed',
      `a matrix [${dims.join(', ')}] of data type ${type} has ${raw?.length ?? 'no'} raw bytes; ` +
        `valid are ${expected} of data type ${TENSOR.float}`,
    )
  return new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
}

/** Rounds float32 values to multiples of their largest magnitude / 127, in place. */
function roundToInt8(values: DataView): void {
  let largest = 0
  for (let at = 0; at < values.byteLength; at += 4) largest = Math.max(largest, Math.abs(values.getFloat32(at, true)))
  const step = largest / INT8_MAX
  if (step === 0) return
  for (let at = 0; at < values.byteLength; at += 4)
    values.setFloat32(at, Math.round(values.getFloat32(at, true) / step) * step, true)
}
