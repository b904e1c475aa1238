import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bigintOf, numberOf } from '../../../chain/yuma/u64.ts'

const edges = fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, 2 ** 53)
const whole = fc.oneof(edges, fc.maxSafeNat(), fc.nat())

describe('conversions between numbers and bigints', () => {
  it('give what the language gives, there and back', () => {
    fc.assert(
      fc.property(whole, (value) => {
        expect(bigintOf(value)).toBe(BigInt(value))
        expect(numberOf(BigInt(value))).toBe(value)
      }),
      { numRuns: 2000 },
    )
  })

  it('round what has no float64 to the nearest, as the language does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
        expect(numberOf(value)).toBe(Number(value))
      }),
      { numRuns: 2000 },
    )
  })
})
