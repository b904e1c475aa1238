import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareBytes, concat, equalBytes, fromHex, startsWith, toBareHex, toHex, utf8 } from '../../shared/bytes.ts'

describe('bytes', () => {
  test('hex round-trips with and without prefix, in any case', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes)
        expect(fromHex(toBareHex(bytes).toUpperCase())).toEqual(bytes)
      }),
    )
  })

  test.each([
    ['0x123', '3 digits'],
    ['0xzz', '"z" at 0'],
    ['12 4', '" " at 2'],
  ])('%s is refused and the message names the fault', (text, fault) => {
    expect(() => fromHex(text)).toThrow(fault)
  })

  test('concat joins parts in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9 })), (parts) => {
        expect([...concat(...parts)]).toEqual(parts.flatMap((part) => [...part]))
      }),
    )
  })

  test('comparison orders like the hex text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        const [left, right] = [toBareHex(a), toBareHex(b)]
        expect(Math.sign(compareBytes(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0)
        expect(equalBytes(a, b)).toBe(left === right)
        expect(startsWith(a, b)).toBe(left.startsWith(right))
      }),
    )
  })

  test('text becomes UTF-8', () => {
    expect(utf8('τ')).toEqual(Uint8Array.of(0xcf, 0x84))
  })
})
