import { endianness } from 'node:os'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Parser } from '../parser.ts'
import { parserOf } from '../zod-parser.ts'
import type { Tensor } from './model.ts'

/** Most values that a tensor on the wire holds: 16 MiB of float32. */
export const MAX_TENSOR_VALUES = 4_194_304
const MAX_RANK = 8

/** JSON form of a tensor: its shape, and its values as base64 of little-endian float32. */
export interface WireTensor {
  readonly dims: readonly number[]
  readonly data: string
}

const schema = z.strictObject({
  dims: z.array(z.int().min(1).max(MAX_TENSOR_VALUES)).min(1).max(MAX_RANK).readonly(),
  data: z.string().max(base64Length(MAX_TENSOR_VALUES * 4)),
})

/** Parses the JSON form and checks that the text is as long as the shape says; `fromWire` then reads the values. */
export const parseWireTensor: Parser<WireTensor> = (input) => {
  const wire = parserOf(schema, 'tensor')(input)
  const expected = base64Length(countValues(wire.dims) * 4)
  if (wire.data.length !== expected)
    throw new AppError(
      'malformed',
      `tensor is malformed at data: found ${wire.data.length} base64 characters; dims [${wire.dims.join(', ')}] take ${expected}`,
    )
  return wire
}

/**
 * Values of a parsed wire tensor, viewing the decoded bytes without a second copy where they are aligned.
 * @throws AppError `malformed` for text that is not base64 and for NaN and infinities.
 */
export function fromWire(wire: WireTensor): Tensor {
  const count = countValues(wire.dims)
  const bytes = Buffer.from(wire.data, 'base64')
  if (bytes.length !== count * 4)
    throw new AppError(
      'malformed',
      `tensor is malformed at data: not plain base64, found ${bytes.length} bytes of ${count * 4}`,
    )
  const data = toFloats(bytes)
  for (let i = 0; i < count; i++)
    if (!Number.isFinite(data[i]))
      throw new AppError('malformed', `tensor is malformed at data: value ${i} is ${data[i]}; valid are finite numbers`)
  return { dims: wire.dims, data }
}

/** JSON form of a tensor. */
export function toWire({ dims, data }: Tensor): WireTensor {
  return { dims, data: Buffer.from(toLittleEndian(data)).toString('base64') }
}

/** Product of the dimensions. */
export function countValues(dims: readonly number[]): number {
  let count = 1
  for (const dim of dims) count *= dim
  return count
}

/** Characters of padded base64 for `bytes` bytes. A function declaration, since the schema above uses it. */
function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3)
}

/** Float32 values of little-endian bytes. */
export function toFloats(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes)
  if (endianness() === 'BE') Buffer.from(aligned.buffer, aligned.byteOffset, aligned.byteLength).swap32()
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
}

/** Little-endian bytes of float32 values: a view of them where the machine is little-endian. */
export function toLittleEndian(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return endianness() === 'BE' ? Buffer.from(bytes).swap32() : bytes
}
