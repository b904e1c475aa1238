import { AppError } from './errors.ts'

const encoder = new TextEncoder()

/** UTF-8 bytes of a string. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text)

const scratch = Buffer.alloc(64)

/** Lower-case hex without prefix. */
export function toBareHex(bytes: Uint8Array): string {
  const { length } = bytes
  // Asking a short array for its buffer makes it one, which takes longer than all the rest.
  if (length > scratch.length) return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('hex')
  scratch.set(bytes)
  return scratch.toString('hex', 0, length)
}

/** `0x`-prefixed lower-case hex, the form of JSON-RPC. */
export const toHex = (bytes: Uint8Array): `0x${string}` => `0x${toBareHex(bytes)}`

const HEX = /^(?:0x)?((?:[0-9a-fA-F]{2})*)$/

/**
 * Bytes of a hex string with or without `0x`.
 * @throws AppError `malformed-hex` naming the length or the first bad character.
 */
export function fromHex(text: string): Uint8Array {
  const digits = HEX.exec(text)?.[1]
  if (digits === undefined) {
    const bare = text.startsWith('0x') ? text.slice(2) : text
    const bad = /[^0-9a-fA-F]/.exec(bare)
    const found = bad ? `character ${JSON.stringify(bad[0])} at ${bad.index}` : `${bare.length} digits, an odd number`
    throw new AppError('malformed-hex', `not a hex string: found ${found}; valid is "0x" and pairs of 0-9a-f`)
  }
  return new Uint8Array(Buffer.from(digits, 'hex'))
}

/** One array with the contents of all parts in order. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => fill(new Uint8Array(lengthOf(parts)), parts)

/**
 * `concat` for what is soon forgotten, such as a storage key: a piece of the pool of Node's buffers, which it keeps from
 * being freed. Memory of its own takes a microsecond as soon as it is longer than 64 bytes.
 */
export function concatBriefly(...parts: readonly Uint8Array[]): Uint8Array {
  const length = lengthOf(parts)
  const { buffer, byteOffset } = Buffer.allocUnsafe(length)
  return fill(new Uint8Array(buffer, byteOffset, length), parts)
}

function lengthOf(parts: readonly Uint8Array[]): number {
  let length = 0
  for (const part of parts) length += part.length
  return length
}

function fill(whole: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** Lexicographic order of bytes, as Substrate orders storage keys: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  // Keys of accounts nearly always differ at once, and calling out of JavaScript costs more than looking.
  const first = (a[0] ?? -1) - (b[0] ?? -1)
  return first === 0 ? Buffer.compare(a, b) : first
}

/** True when both hold the same bytes. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => compareBytes(a, b) === 0

/** True when `bytes` begins with `prefix`. */
export const startsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  bytes.length >= prefix.length && Buffer.compare(bytes.subarray(0, prefix.length), prefix) === 0
