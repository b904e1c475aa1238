import { describe, expect, test } from 'vitest'
import { bytes, fixedBytes, vec } from '../../../shared/scale/compound.ts'
import { u8, u16 } from '../../../shared/scale/primitives.ts'
import { decode, encode, type ScaleType } from '../../../shared/scale/type.ts'

/** A type that encodes another value while it is being written. */
const nested: ScaleType<number> = {
  ...bytes(),
  write: (writer, value) => bytes().write(writer, encode(u16, value)),
  read: (reader) => decode(u16, bytes().read(reader)),
}

describe('encode', () => {
  test('gives arrays of their own: a later call does not change them', () => {
    const first = encode(u16, 1)
    encode(u16, 0xffff)
    expect(first).toEqual(Uint8Array.of(1, 0))
  })

  test('may be used while a value is being written', () => {
    expect(encode(vec(nested), [1, 2])).toEqual(Uint8Array.of(8, 8, 1, 0, 8, 2, 0))
    expect(decode(vec(nested), Uint8Array.of(8, 8, 1, 0, 8, 2, 0))).toEqual([1, 2])
  })

  test('leaves nothing of a value that could not be written', () => {
    expect(() => encode(vec(u8), [1, 2, 300])).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
    expect(encode(u8, 7)).toEqual(Uint8Array.of(7))
  })

  test('writes large values as well as small ones', () => {
    const large = new Uint8Array(200_000).fill(3)
    expect(encode(fixedBytes(200_000), large)).toEqual(large)
    expect(encode(u8, 7)).toEqual(Uint8Array.of(7))
  })
})

describe('decode', () => {
  test('takes exactly the bytes of the value', () => {
    expect(() => decode(u8, Uint8Array.of(1, 2))).toThrow('1 bytes left after the value at offset 1')
  })
})
