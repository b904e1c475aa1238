import { TypeRegistry } from '@polkadot/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../../../shared/bytes.ts'
import { compactU32 } from '../../../shared/scale/compact.ts'
import {
  array,
  bytes,
  fixedBytes,
  newtype,
  option,
  struct,
  tuple,
  unit,
  variant,
  vec,
} from '../../../shared/scale/compound.ts'
import { bool, str, u8, u16, u32, u64 } from '../../../shared/scale/primitives.ts'
import { type AnyType, decode, encode } from '../../../shared/scale/type.ts'

const malformed = expect.objectContaining({ code: 'malformed-scale' })
const outOfRange = expect.objectContaining({ code: 'out-of-range' })
const anyU16 = fc.integer({ min: 0, max: 65_535 })
const anyU64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })

const shape = variant(['demo', 'Shape'], {
  Nothing: { index: 0 },
  Pair: { index: 3, fields: [u16, str] },
  Named: { index: 7, fields: { a: u8, b: option(u64) } },
})
const anyType: AnyType = shape
const anyShape = fc.oneof(
  fc.constant({ tag: 'Nothing', value: undefined }),
  fc.tuple(anyU16, fc.string()).map((value) => ({ tag: 'Pair', value })),
  fc
    .record({ a: fc.integer({ min: 0, max: 255 }), b: fc.option(anyU64, { nil: undefined }) })
    .map((value) => ({ tag: 'Named', value })),
)

const cases: readonly (readonly [string, AnyType, fc.Arbitrary<unknown>])[] = [
  ['Vec<u16>', vec(u16), fc.array(anyU16)],
  ['Vec<Vec<bool>>', vec(vec(bool)), fc.array(fc.array(fc.boolean()))],
  ['Vec<(u16, Compact<u32>)>', vec(tuple(u16, compactU32)), fc.array(fc.tuple(anyU16, anyU16))],
  ['Bytes', bytes(), fc.uint8Array()],
  ['[u8; 5]', fixedBytes(5), fc.uint8Array({ minLength: 5, maxLength: 5 })],
  ['[u16; 3]', array(u16, 3), fc.array(anyU16, { minLength: 3, maxLength: 3 })],
  ['(u16, u64, bool)', tuple(u16, u64, bool), fc.tuple(anyU16, anyU64, fc.boolean())],
  [
    '{"a":"u16","b":"Vec<Text>"}',
    struct([], { a: u16, b: vec(str) }),
    fc.record({ a: anyU16, b: fc.array(fc.string()) }),
  ],
  ['u16', newtype(['demo', 'Wrapped'], u16), anyU16],
  ['Option<u64>', option(u64), fc.option(anyU64, { nil: undefined })],
  ['Option<Option<u16>>', option(option(u16)), fc.option(anyU16, { nil: undefined })],
  ['()', tuple(), fc.constant([])],
  ['()', unit, fc.constant(undefined)],
]

describe.each(cases)('%s', (name, type, values) => {
  test('reads what it wrote', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decode(type, encode(type, value))).toEqual(value)
      }),
    )
  })

  test('has the bytes of polkadot.js', () => {
    const registry = new TypeRegistry()
    fc.assert(
      fc.property(values, (value) => {
        const theirs = registry.createType(name, value instanceof Uint8Array ? toHex(value) : (value ?? null))
        // polkadot.js has no None inside Some; ours has none either when the value is undefined.
        expect(encode(type, value)).toEqual(theirs.toU8a())
      }),
    )
  })

  test('reads any bytes to a value or to malformed-scale, never to anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes_) => {
        let value: unknown
        try {
          value = decode(type, bytes_)
        } catch (error) {
          expect(error).toEqual(malformed)
          return
        }
        if (name !== 'Option<Option<u16>>') expect(encode(type, value)).toEqual(bytes_)
      }),
      { numRuns: 500 },
    )
  })
})

describe('variant', () => {
  test('reads what it wrote, by the indices given', () => {
    fc.assert(
      fc.property(anyShape, (value) => {
        expect(decode(anyType, encode(anyType, value))).toEqual(value)
      }),
    )
    expect(encode(shape, { tag: 'Pair', value: [1, 'é'] })).toEqual(Uint8Array.of(3, 1, 0, 8, 0xc3, 0xa9))
  })

  test('refuses an index that no variant has', () => {
    expect(() => decode(shape, Uint8Array.of(1))).toThrowError(malformed)
  })

  test('refuses to write a variant that does not exist', () => {
    // @ts-expect-error no such variant
    expect(() => encode(shape, { tag: 'Circle' })).toThrowError(outOfRange)
  })

  test('describes itself with names, indices and fields', () => {
    expect(shape.def).toMatchObject({
      tag: 'variant',
      variants: [
        { name: 'Nothing', index: 0, fields: [] },
        {
          name: 'Pair',
          index: 3,
          fields: [
            { name: undefined, type: u16 },
            { name: undefined, type: str },
          ],
        },
        { name: 'Named', index: 7, fields: [{ name: 'a', type: u8 }, { name: 'b' }] },
      ],
    })
  })
})

describe('hostile lengths', () => {
  test.each([
    ['a Vec of 2^32 - 1 items', vec(u32), [0x03, 0xff, 0xff, 0xff, 0xff]],
    ['a Vec of 2^60 items', vec(u8), [0x13, 0, 0, 0, 0, 0, 0, 0, 0x10]],
    ['a Vec of items that take no bytes', vec(unit), [0xfe, 0xff, 0xff, 0xff]],
    ['bytes beyond the end', bytes(), [0x08, 1]],
    ['a str beyond the end', str, [0x08, 65]],
    ['an Option of something missing', option(u16), [1, 0]],
    ['an Option that is neither', option(u16), [2]],
  ] satisfies [string, AnyType, number[]][])('refuses %s without reserving memory', (_what, type: AnyType, input) => {
    expect(() => decode(type, Uint8Array.from(input))).toThrowError(malformed)
  })

  test('bounded bytes refuse what is too long', () => {
    expect(() => decode(bytes(2), Uint8Array.of(12, 1, 2, 3))).toThrowError(malformed)
    expect(decode(bytes(3), Uint8Array.of(12, 1, 2, 3))).toEqual(Uint8Array.of(1, 2, 3))
  })

  test('fixed lengths refuse other lengths when writing', () => {
    expect(() => encode(fixedBytes(4), new Uint8Array(3))).toThrowError(outOfRange)
    expect(() => encode(array(u8, 2), [1, 2, 3])).toThrowError(outOfRange)
  })
})
