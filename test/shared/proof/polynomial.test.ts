import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRIME } from '../../../shared/proof/field.ts'
import { evaluate, interpolate } from '../../../shared/proof/polynomial.ts'

const element = fc.integer({ min: 0, max: PRIME - 1 })

describe('polynomials over the field', () => {
  it('evaluate 3 + 2x + x² by hand', () => {
    const coefficients = Uint16Array.of(3, 2, 1)
    expect([0, 1, 10].map((x) => evaluate(coefficients, x))).toEqual([3, 6, 123])
    expect(evaluate(coefficients, PRIME - 1)).toBe(2)
  })

  it('are found from their values', () => {
    expect(interpolate({ xs: Uint16Array.of(1, 10, 0), ys: Uint16Array.of(6, 123, 3) })).toEqual(
      Uint16Array.of(3, 2, 1),
    )
  })

  it('go through every point, up to 128 of them', () => {
    const points = fc.uniqueArray(fc.tuple(element, element), { minLength: 1, maxLength: 128, selector: ([x]) => x })
    fc.assert(
      fc.property(points, (pairs) => {
        const xs = Uint16Array.from(pairs, ([x]) => x)
        const ys = Uint16Array.from(pairs, ([, y]) => y)
        const coefficients = interpolate({ xs, ys })
        expect(coefficients.length).toBe(xs.length)
        expect(Uint16Array.from(xs, (x) => evaluate(coefficients, x))).toEqual(ys)
      }),
    )
  })
})
