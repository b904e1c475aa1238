import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { u16 } from '../../../shared/scale/primitives.ts'
import { MAX_DEPTH, Reader } from '../../../shared/scale/reader.ts'
import { decode } from '../../../shared/scale/type.ts'

const malformed = expect.objectContaining({ code: 'malformed-scale' })

describe('Reader', () => {
  test('reads within a larger buffer without touching its surroundings', () => {
    const buffer = Uint8Array.of(9, 9, 1, 2, 3, 9)
    const reader = new Reader(buffer.subarray(2, 5))
    expect(reader.u16()).toBe(0x0201)
    expect(reader.remaining).toBe(1)
    expect(() => reader.u16()).toThrowError(malformed)
    expect(reader.u8()).toBe(3)
  })

  test('gives copies: changing them does not change the input', () => {
    const input = Uint8Array.of(1, 2, 3)
    const copy = new Reader(input).bytes(3)
    copy[0] = 7
    expect(input[0]).toBe(1)
  })

  test('gives plain copies of a Buffer too', () => {
    const input = Buffer.from([1, 2, 3])
    const copy = new Reader(input).bytes(3)
    copy[0] = 7
    expect(input[0]).toBe(1)
    expect(copy.constructor).toBe(Uint8Array)
  })

  test('tells what was read since an offset', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3, 4))
    reader.u8()
    const at = reader.offset
    reader.u16()
    expect(reader.since(at)).toEqual(Uint8Array.of(2, 3))
  })

  test('a failed read names the offset and what was expected', () => {
    expect(() => decode(u16, Uint8Array.of(1))).toThrow('2 more bytes expected at offset 0, 1 left')
  })

  test(`nests ${MAX_DEPTH} levels and not one more`, () => {
    const reader = new Reader(new Uint8Array())
    const descend = (levels: number): number => (levels === 0 ? 0 : 1 + reader.nested(() => descend(levels - 1)))
    expect(descend(MAX_DEPTH)).toBe(MAX_DEPTH)
    expect(() => descend(MAX_DEPTH + 1)).toThrowError(malformed)
  })

  test('compactNumber holds its bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 63 }), (value, max) => {
        const read = () => new Reader(Uint8Array.of(value << 2)).compactNumber(max)
        if (value <= max) expect(read()).toBe(value)
        else expect(read).toThrowError(malformed)
      }),
    )
  })
})
