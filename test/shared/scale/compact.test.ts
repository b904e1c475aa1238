import { TypeRegistry } from '@polkadot/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compactU8, compactU16, compactU32, compactU64, compactU128 } from '../../../shared/scale/compact.ts'
import { Reader } from '../../../shared/scale/reader.ts'
import { type AnyType, decode, encode } from '../../../shared/scale/type.ts'
import { Writer } from '../../../shared/scale/writer.ts'

const numbers = (bits: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: 2 ** bits - 1 }),
    fc.constantFrom(...edges.map(Number).filter((n) => n < 2 ** bits)),
  )
const bigints = (bits: number) =>
  fc.oneof(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.constantFrom(...edges))
const edges = [
  0n,
  1n,
  63n,
  64n,
  255n,
  256n,
  16_383n,
  16_384n,
  65_535n,
  65_536n,
  1_073_741_823n,
  1_073_741_824n,
  4_294_967_295n,
]

const malformed = expect.objectContaining({ code: 'malformed-scale' })

describe.each([
  ['Compact<u8>', compactU8, numbers(8)],
  ['Compact<u16>', compactU16, numbers(16)],
  ['Compact<u32>', compactU32, numbers(32)],
  ['Compact<u64>', compactU64, bigints(64)],
  ['Compact<u128>', compactU128, bigints(128)],
] satisfies [string, AnyType, fc.Arbitrary<unknown>][])('%s', (name, type: AnyType, values) => {
  test('reads what it wrote, in the bytes of polkadot.js', () => {
    const registry = new TypeRegistry()
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(type, value)
        expect(decode(type, bytes)).toBe(value)
        expect(bytes).toEqual(registry.createType(name, value).toU8a())
      }),
      { numRuns: 300 },
    )
  })

  test('refuses numbers beyond its type', () => {
    const bits = Number(/\d+/.exec(name)?.[0])
    const tooLarge = 1n << BigInt(bits)
    const writer = new Writer()
    writer.compact(tooLarge)
    expect(() => decode(type, writer.finish())).toThrowError(malformed)
    expect(() => encode(type, bits < 64 ? Number(tooLarge) : tooLarge)).toThrowError(
      expect.objectContaining({ code: 'out-of-range' }),
    )
    expect(() => encode(type, bits < 64 ? -1 : -1n)).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
  })
})

describe('compact', () => {
  test.each([
    ['0 in two bytes', [0x01, 0x00]],
    ['63 in two bytes', [0xfd, 0x00]],
    ['63 in four bytes', [0xfe, 0x00, 0x00, 0x00]],
    ['16383 in four bytes', [0xfe, 0xff, 0x00, 0x00]],
    ['2^30 - 1 in five bytes', [0x03, 0xff, 0xff, 0xff, 0x3f]],
    ['0 in five bytes', [0x03, 0, 0, 0, 0]],
    ['2^32 - 1 in six bytes', [0x07, 0xff, 0xff, 0xff, 0xff, 0x00]],
    ['2^56 - 1 in nine bytes', [0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00]],
  ])('refuses %s: there is a shorter form', (_what, bytes) => {
    expect(() => decode(compactU128, Uint8Array.from(bytes))).toThrowError(malformed)
  })

  test('refuses any bytes that are not what the number encodes to', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
        let value: bigint
        try {
          value = decode(compactU128, bytes)
        } catch (error) {
          expect(error).toEqual(malformed)
          return
        }
        expect(encode(compactU128, value)).toEqual(bytes)
      }),
      { numRuns: 2_000 },
    )
  })

  test('goes up to 2^536 - 1 and no further', () => {
    const largest = (1n << 536n) - 1n
    const writer = new Writer()
    writer.compact(largest)
    expect(new Reader(writer.finish()).compact()).toBe(largest)
    expect(() => new Writer().compact(largest + 1n)).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
  })

  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -1])('refuses the number %s', (value) => {
    expect(() => new Writer().compact(value)).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
  })
})
