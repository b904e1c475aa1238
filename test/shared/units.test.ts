import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTao, fromU16Proportion, netUid, parseTao, rao, uid } from '../../shared/units.ts'

describe('units', () => {
  test('amounts round-trip through TAO text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (amount) => {
        expect(parseTao(formatTao(amount))).toBe(amount)
      }),
    )
  })

  test('TAO text has no needless zeros', () => {
    expect(formatTao(1_500_000_000n)).toBe('1.5')
    expect(formatTao(7_000_000_000n)).toBe('7')
    expect(formatTao(-1n)).toBe('-0.000000001')
  })

  test.each(['', '1.', '.5', '-1', '1e3', '1.0000000001', 'abc'])('%j is no amount', (text) => {
    expect(() => parseTao(text)).toThrow(expect.objectContaining({ code: 'malformed-amount' }))
  })

  test.each([-1, 0.5, 65_536, Number.NaN])('%d is neither netuid nor uid', (value) => {
    expect(() => netUid(value)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
    expect(() => uid(value)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  test('negative rao are refused', () => {
    expect(() => rao(-1n)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  test('65 535 is the whole', () => {
    expect(fromU16Proportion(65_535)).toBe(1)
  })
})
