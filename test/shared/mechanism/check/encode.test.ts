import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex } from '../../../../shared/bytes.ts'
import { encode } from '../../../../shared/mechanism/check/encode.ts'

describe('encode', () => {
  it('gives equal bytes to equal values and others to others', () => {
    const value = fc.jsonValue()
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(toHex(encode(structuredClone(a)))).toBe(toHex(encode(a)))
        const areEqual = JSON.stringify(a) === JSON.stringify(b) && !Object.is(a, -0) && !Object.is(b, -0)
        if (areEqual) expect(toHex(encode(b))).toBe(toHex(encode(a)))
        else if (JSON.stringify(a) !== JSON.stringify(b)) expect(toHex(encode(b))).not.toBe(toHex(encode(a)))
      }),
    )
  })

  it('does not see how the engine holds a number or a list', () => {
    const holey: number[] = []
    holey.length = 2
    holey[0] = 1
    holey[1] = 2
    expect(encode(holey)).toEqual(encode([1, 2]))
    expect(encode(Math.sqrt(4))).toEqual(encode(2))
  })

  it('tells typed arrays by their kind and values, and parts from wholes', () => {
    const distinct = [
      Float32Array.of(1),
      Float64Array.of(1),
      [1],
      Float32Array.of(1, 0),
      1,
      '1',
      true,
      null,
      undefined,
      [],
      {},
      [[]],
      [''],
    ]
    expect(new Set(distinct.map((value) => toHex(encode(value)))).size).toBe(distinct.length)
    const wide = Float32Array.of(1, 2, 3)
    expect(encode(wide.subarray(1, 2))).toEqual(encode(Float32Array.of(2)))
  })
})
