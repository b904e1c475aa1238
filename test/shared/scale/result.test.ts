import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unit } from '../../../shared/scale/compound.ts'
import { u8, u16 } from '../../../shared/scale/primitives.ts'
import { result } from '../../../shared/scale/result.ts'
import { decode, encode } from '../../../shared/scale/type.ts'

describe('result', () => {
  const type = result(u16, u8)

  test('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 0, max: 255 }), (ok, n) => {
        const value = ok ? ({ ok, value: n } as const) : ({ ok, error: n } as const)
        expect(decode(type, encode(type, value))).toEqual(value)
      }),
    )
  })

  test('begins with 0 for Ok and 1 for Err', () => {
    expect(encode(type, { ok: true, value: 2 })).toEqual(Uint8Array.of(0, 2, 0))
    expect(encode(type, { ok: false, error: 2 })).toEqual(Uint8Array.of(1, 2))
    expect(encode(result(unit, u8), { ok: true, value: undefined })).toEqual(Uint8Array.of(0))
  })

  test('refuses any other first byte', () => {
    expect(() => decode(type, Uint8Array.of(2, 0, 0))).toThrowError(
      expect.objectContaining({ code: 'malformed-scale' }),
    )
  })
})
