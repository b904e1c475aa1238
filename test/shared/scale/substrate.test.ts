import { TypeRegistry } from '@polkadot/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../../../shared/bytes.ts'
import {
  accountId,
  hash256,
  i32f32,
  multiAddress,
  multiSignature,
  u64f64,
  weight,
} from '../../../shared/scale/substrate.ts'
import { decode, encode } from '../../../shared/scale/type.ts'

const registry = new TypeRegistry()
const of = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('types of Substrate', () => {
  test('an account id and a hash are 32 bytes and nothing else', () => {
    fc.assert(
      fc.property(of(32), (raw) => {
        expect(encode(accountId, raw)).toEqual(raw)
        expect(decode(hash256, raw)).toEqual(raw)
      }),
    )
    expect(() => encode(accountId, new Uint8Array(31))).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
    expect(() => decode(accountId, new Uint8Array(33))).toThrowError(
      expect.objectContaining({ code: 'malformed-scale' }),
    )
  })

  test('addresses have the bytes of polkadot.js', () => {
    fc.assert(
      fc.property(of(32), of(20), fc.uint8Array({ maxLength: 50 }), (key, short, raw) => {
        expect(encode(multiAddress, { tag: 'Id', value: [key] })).toEqual(
          registry.createType('MultiAddress', { Id: key }).toU8a(),
        )
        expect(encode(multiAddress, { tag: 'Raw', value: [raw] })).toEqual(
          registry.createType('MultiAddress', { Raw: toHex(raw) }).toU8a(),
        )
        expect(encode(multiAddress, { tag: 'Address20', value: [short] })).toEqual(
          registry.createType('MultiAddress', { Address20: short }).toU8a(),
        )
      }),
    )
  })

  test('signatures have the bytes of polkadot.js', () => {
    fc.assert(
      fc.property(of(64), of(65), (short, long) => {
        expect(encode(multiSignature, { tag: 'Sr25519', value: [short] })).toEqual(
          registry.createType('MultiSignature', { Sr25519: short }).toU8a(),
        )
        expect(encode(multiSignature, { tag: 'Ecdsa', value: [long] })).toEqual(
          registry.createType('MultiSignature', { Ecdsa: long }).toU8a(),
        )
      }),
    )
  })

  test('a weight is two compact numbers', () => {
    expect(encode(weight, { ref_time: 64n, proof_size: 1n })).toEqual(Uint8Array.of(0x01, 0x01, 0x04))
  })

  test('fixed-point values are their raw bits', () => {
    expect(decode(i32f32, encode(i32f32, -1n))).toBe(-1n)
    expect(encode(u64f64, 1n << 64n)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0))
  })
})
