import { Buffer } from 'node:buffer'
import { concat, utf8 } from '../../bytes.ts'

/**
 * Bytes of any data, equal for equal values: numbers as float64, keys in their order, typed arrays as their bytes.
 * `v8.serialize` will not do, which writes the same number in one form or another as the engine happens to hold it.
 */
export function encode(value: unknown): Uint8Array {
  if (typeof value === 'number') return concat(utf8('n'), new Uint8Array(Float64Array.of(value).buffer))
  if (ArrayBuffer.isView(value))
    return part(`b${value.constructor.name}`, [new Uint8Array(value.buffer, value.byteOffset, value.byteLength)])
  if (Array.isArray(value)) return part('l', value.map(encode))
  if (value instanceof Map || value instanceof Set) return part('m', [encode([...value])])
  if (typeof value === 'object' && value !== null)
    return part(
      'o',
      Object.entries(value).flatMap(([key, item]) => [encode(key), encode(item)]),
    )
  return part(typeof value, [utf8(typeof value === 'function' ? 'function' : String(value))])
}

/** Pieces under a tag, with their number and lengths in front, so that no two values share their bytes. */
const part = (tag: string, pieces: readonly Uint8Array[]): Uint8Array =>
  concat(utf8(`${tag}${pieces.length}:`), ...pieces.flatMap((piece) => [utf8(`${piece.length}:`), Buffer.from(piece)]))
