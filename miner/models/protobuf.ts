import { concat, utf8 } from '../../shared/bytes.ts'
import { AppError } from '../../shared/errors.ts'

/** Bytes of one or more protobuf fields (https://protobuf.dev/programming-guides/encoding). A message is their concatenation. */
export type Field = Uint8Array

const WIRE_VARINT = 0
const WIRE_BYTES = 2

/** Field holding a non-negative whole number up to 2^53−1. */
export const intField = (number: number, value: number): Field => concat(tag(number, WIRE_VARINT), varint(value))

/** Field holding bytes. */
export const bytesField = (number: number, value: Uint8Array): Field =>
  concat(tag(number, WIRE_BYTES), varint(value.length), value)

/** Field holding text. */
export const textField = (number: number, value: string): Field => bytesField(number, utf8(value))

/** Field holding a message made of fields. */
export const messageField = (number: number, ...fields: readonly Field[]): Field =>
  bytesField(number, concat(...fields))

const tag = (number: number, wire: number): Uint8Array => varint(number * 8 + wire)

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

/** A field read from a message. Bytes are a view: changing them changes the message. */
export type ReadField =
  | { readonly tag: 'int'; readonly number: number; readonly value: number }
  | { readonly tag: 'bytes'; readonly number: number; readonly value: Uint8Array }

/**
 * Fields of a message of the two kinds that are written above, in their order.
 * @throws AppError `malformed` for a message that is cut off or has fields of other kinds.
 */
export function readFields(message: Uint8Array): readonly ReadField[] {
  const fields: ReadField[] = []
  let at = 0
  const readVarint = (): number => {
    let value = 0
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = message[at++]
      if (byte === undefined) throw new AppError('malformed', `protobuf ends at byte ${message.length} within a number`)
      value += (byte & 127) * scale
      if (byte < 128 && Number.isSafeInteger(value)) return value
    }
    throw new AppError('malformed', `protobuf number at byte ${at} is too large; valid are numbers up to 2^53−1`)
  }
  while (at < message.length) {
    const start = at
    const key = readVarint()
    const number = Math.floor(key / 8)
    const wire = key % 8
    if (wire !== WIRE_VARINT && wire !== WIRE_BYTES)
      throw new AppError('malformed', `protobuf field at byte ${start} is of wire type ${wire}; valid are 0 and 2`)
    const value = readVarint()
    if (wire === WIRE_VARINT) {
      fields.push({ tag: 'int', number, value })
      continue
    }
    if (value > message.length - at)
      throw new AppError(
        'malformed',
        `protobuf field at byte ${start} has ${value} bytes; ${message.length - at} are left`,
      )
    fields.push({ tag: 'bytes', number, value: message.subarray(at, at + value) })
    at += value
  }
  return fields
}
