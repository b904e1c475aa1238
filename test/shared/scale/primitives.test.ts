import { TypeRegistry } from '@polkadot/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bool, i16, i32, i64, i128, str, u8, u16, u32, u64, u128 } from '../../../shared/scale/primitives.ts'
import { type AnyType, decode, encode } from '../../../shared/scale/type.ts'

const unsigned = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 })
const signed = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 })
const bigUnsigned = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
const bigSigned = (bits: number) => fc.bigInt({ min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n })

const cases: readonly (readonly [string, AnyType, fc.Arbitrary<unknown>, number | undefined])[] = [
  ['u8', u8, unsigned(8), 1],
  ['u16', u16, unsigned(16), 2],
  ['u32', u32, unsigned(32), 4],
  ['u64', u64, bigUnsigned(64), 8],
  ['u128', u128, bigUnsigned(128), 16],
  ['i16', i16, signed(16), 2],
  ['i32', i32, signed(32), 4],
  ['i64', i64, bigSigned(64), 8],
  ['i128', i128, bigSigned(128), 16],
  ['bool', bool, fc.boolean(), 1],
  ['str', str, fc.string({ unit: 'grapheme' }), undefined],
]

describe.each(cases)('%s', (name, type, values, width) => {
  const registry = new TypeRegistry()

  test('reads what it wrote', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decode(type, encode(type, value))).toEqual(value)
      }),
    )
  })

  test('has the bytes of polkadot.js', () => {
    const theirs = name === 'str' ? 'Text' : name
    fc.assert(
      fc.property(values, (value) => {
        expect(encode(type, value)).toEqual(registry.createType(theirs, value).toU8a())
      }),
    )
  })

  test('refuses every shorter and longer input', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(type, value)
        expect(() => decode(type, bytes.subarray(0, -1))).toThrowError(
          expect.objectContaining({ code: 'malformed-scale' }),
        )
        expect(() => decode(type, Uint8Array.of(...bytes, 0))).toThrowError(
          expect.objectContaining({ code: 'malformed-scale' }),
        )
      }),
    )
  })

  test('takes at least the bytes it declares', () => {
    expect(type.minBytes).toBe(width ?? 1)
  })
})

describe('out of range', () => {
  test.each([
    ['u8', u8, 256],
    ['u8', u8, -1],
    ['u8', u8, 1.5],
    ['u16', u16, 65_536],
    ['u32', u32, 2 ** 32],
    ['u32', u32, Number.NaN],
    ['u64', u64, 1n << 64n],
    ['u64', u64, -1n],
    ['u128', u128, 1n << 128n],
    ['u128', u128, -1n],
    ['i16', i16, 32_768],
    ['i32', i32, -(2 ** 31) - 1],
    ['i64', i64, 1n << 63n],
    ['i128', i128, 1n << 127n],
    ['i128', i128, -(1n << 127n) - 1n],
  ] satisfies [string, AnyType, unknown][])('%s refuses %s %s', (_name, type: AnyType, value) => {
    expect(() => encode(type, value)).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
  })

  test('a bool is 0 or 1', () => {
    expect(() => decode(bool, Uint8Array.of(2))).toThrowError(expect.objectContaining({ code: 'malformed-scale' }))
  })

  test('a str keeps a byte order mark', () => {
    const text = '\ufeffmark'
    expect(decode(str, encode(str, text))).toBe(text)
  })

  test('a str is UTF-8', () => {
    expect(() => decode(str, Uint8Array.of(4, 0xff))).toThrowError(expect.objectContaining({ code: 'malformed-scale' }))
  })
})
