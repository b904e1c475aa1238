import { concat, utf8 } from '../../shared/bytes.ts'

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
