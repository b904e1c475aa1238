import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactSigmoid } from '../../../../chain/yuma/exact/exp.ts'
import { I32F32, u16OfI32f32, u16Ratio } from '../../../../chain/yuma/fixed.ts'
import {
  divide,
  mul,
  mulCeil,
  normalize,
  ONE,
  ratioOfU16,
  u16OfRatio,
} from '../../../../chain/yuma/float64/arithmetic.ts'
import { sigmoid } from '../../../../chain/yuma/float64/exp.ts'

/** Whole numbers up to 2^bits, of every magnitude and often next to a power of two. */
const upTo = (bits: number, min = 0): fc.Arbitrary<number> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: bits }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([power, fraction, nudge]) => Math.floor(2 ** power * (fraction < 0.2 ? 1 : fraction)) + nudge)
    .map((value) => Math.min(2 ** bits, Math.max(min, value)))
const many = { numRuns: 20_000 }

describe('I32F32 on float64', () => {
  it('multiplies exactly', () => {
    fc.assert(
      fc.property(upTo(36), upTo(32), (a, b) => BigInt(mul(a, b)) === I32F32.mul(BigInt(a), BigInt(b))),
      many,
    )
  })

  it('multiplies exactly rounding up', () => {
    fc.assert(
      fc.property(upTo(32), upTo(32), (a, b) => BigInt(mulCeil(a, b)) === -I32F32.mul(BigInt(-a), BigInt(b))),
      many,
    )
  })

  it.each([
    ['of one and of many shares', upTo(36), upTo(36, 1)],
    ['of as many shares as there can be', upTo(33), upTo(52, 1)],
  ])('divides exactly by divisors %s', (_, dividend, divisor) => {
    fc.assert(
      fc.property(dividend, divisor, (a, b) => {
        fc.pre(a < b * 2 ** 20)
        return BigInt(divide(a, b)) === (BigInt(a) << 32n) / BigInt(b)
      }),
      many,
    )
  })

  it('divides exactly where the quotient is whole or just below', () => {
    const cases = fc.tuple(upTo(20, 1), upTo(32, 1), fc.integer({ min: -1, max: 1 }))
    fc.assert(
      fc.property(cases, ([factor, b, nudge]) => {
        const divisor = factor * b
        const a = Math.max(0, Math.min(ONE, b + nudge))
        return BigInt(divide(a, divisor)) === (BigInt(a) << 32n) / BigInt(divisor)
      }),
      many,
    )
  })

  it('converts every u16 proportion there and back as the exact types do', () => {
    for (let value = 0; value <= 65_535; value++) {
      const raw = ratioOfU16(value)
      if (BigInt(raw) !== u16Ratio(value)) expect.fail(`ratio of ${value} is ${raw}`)
      if (u16OfRatio(raw) !== u16OfI32f32(BigInt(raw))) expect.fail(`u16 of ${raw}`)
    }
    fc.assert(
      fc.property(upTo(40), (raw) => u16OfRatio(raw) === u16OfI32f32(BigInt(raw))),
      many,
    )
  })

  it('normalizes exactly', () => {
    fc.assert(
      fc.property(fc.array(upTo(32), { maxLength: 80 }), (values) => {
        const exact = I32F32.normalize(values.map(BigInt)).map(Number)
        expect(Array.from(normalize(Float64Array.from(values)))).toEqual(exact)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the sigmoid of liquid alpha', () => {
  it('is exact for any argument that a slope can give', () => {
    const argument = fc.oneof(
      fc.integer({ min: -(2 ** 41), max: 2 ** 41 }),
      fc.integer({ min: -15 * ONE, max: 15 * ONE }),
      fc.integer({ min: -3, max: 3 }),
      // The terms of these are whole more often.
      fc.integer({ min: -96, max: 96 }).map((eighths) => (eighths * ONE) / 8),
      fc.constantFrom(ONE, -ONE, ONE + 1, ONE - 1, 12 * ONE, 12 * ONE + 1, -12 * ONE, 20 * ONE, 20 * ONE + 1),
    )
    fc.assert(
      fc.property(argument, (x) => BigInt(sigmoid(x)) === exactSigmoid(BigInt(x))),
      { numRuns: 5000 },
    )
  })
})
