import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRIME } from '../../../shared/proof/field.ts'
import { topValues } from '../../../shared/proof/top-values.ts'

const bitsOf = (value: number) => topValues(Float32Array.of(value), 1).bits[0]
/** The obvious way, for magnitudes between 1/4 and 16: to 7 bits after the first one, ties to even. */
const rounded = (value: number) => {
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 7)
  const steps = Math.abs(value) / step
  const isTie = steps % 1 === 0.5
  return step * (isTie ? 2 * Math.round(steps / 2) : Math.round(steps))
}
const bySorting = (values: Float32Array, count: number) =>
  Array.from(values.keys())
    .filter((i) => Number.isFinite(values[i]!) && values[i] !== 0)
    .sort((a, b) => rounded(values[b]!) - rounded(values[a]!) || a - b)
    .slice(0, count)

describe('topValues', () => {
  it('finds the largest magnitudes, the earlier one of those that round to the same', () => {
    const values = Float32Array.of(1, -5, 0, 3, 5.0001, 2)
    expect(Array.from(topValues(values, 3).indices)).toEqual([1, 4, 3])
  })

  it('is what sorting everything gives', () => {
    const sized = fc.tuple(fc.float({ min: 0.25, max: 15 }), fc.constantFrom(1, -1)).map(([size, sign]) => size * sign)
    const value = fc.oneof(fc.constantFrom(0, -0, 1, -1, 2, Number.NaN, Infinity, -Infinity), sized)
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (list, count) => {
        const values = Float32Array.from(list)
        expect(Array.from(topValues(values, count).indices)).toEqual(bySorting(values, count))
      }),
      { numRuns: 500 },
    )
  })

  it('finds them in rising order as well, and in part of a larger array', () => {
    const values = Float32Array.from({ length: 3_000 }, (_, i) => 1.02 ** i)
    const part = values.subarray(500, 2_500)
    expect(Array.from(topValues(part, 4).indices)).toEqual([1_999, 1_998, 1_997, 1_996])
  })

  it('leaves out zeros, what rounds to zero, infinities and NaN', () => {
    const values = Float32Array.of(0, -0, 1e-45, Number.NaN, Infinity, -Infinity, 0.5)
    expect(topValues(values, 7)).toEqual({ indices: Uint32Array.of(6), bits: Uint16Array.of(0x3f00) })
    expect(topValues(new Float32Array(0), 7).indices.length).toBe(0)
  })

  it('rounds to the nearest bfloat16, ties to even', () => {
    expect(bitsOf(1)).toBe(0x3f80)
    expect(bitsOf(-2)).toBe(0xc000)
    expect(bitsOf(1 + 2 ** -8)).toBe(0x3f80)
    expect(bitsOf(1 + 3 * 2 ** -8)).toBe(0x3f82)
    expect(bitsOf(1 + 2 ** -8 + 2 ** -20)).toBe(0x3f81)
  })

  it('gives bits below the prime for every number, and none for those that round to infinity', () => {
    const largest = 2 ** 127 * (2 - 2 ** -7)
    expect(bitsOf(largest)).toBe(0x7f7f)
    expect(bitsOf(-largest)).toBe(0xff7f)
    expect(bitsOf(-largest)).toBeLessThan(PRIME)
    expect(bitsOf(3.4028234663852886e38)).toBeUndefined()
    expect(bitsOf(-3.4028234663852886e38)).toBeUndefined()
  })
})
