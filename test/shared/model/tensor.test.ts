import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countValues,
  fromWire,
  MAX_TENSOR_VALUES,
  parseWireTensor,
  toFloats,
  toLittleEndian,
  toWire,
} from '../../../shared/model/tensor.ts'

const base64 = (...values: readonly number[]) => Buffer.from(Float32Array.from(values).buffer).toString('base64')

describe('wire tensors', () => {
  it('write little-endian float32 as base64', () => {
    expect(toWire({ dims: [1, 2], data: Float32Array.of(1, -2) })).toEqual({ dims: [1, 2], data: 'AACAPwAAAMA=' })
  })

  it('come back as they were sent, through JSON', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.float({ noNaN: true, noDefaultInfinity: true })),
        (dims, stream) => {
          const data = Float32Array.from(stream.take(countValues(dims)))
          const json: unknown = JSON.parse(JSON.stringify(toWire({ dims, data })))
          expect(fromWire(parseWireTensor(json))).toEqual({ dims, data })
        },
      ),
    )
  })

  it('write a view into a larger array, not the whole of it', () => {
    const view = Float32Array.of(9, 1, 2, 9).subarray(1, 3)
    expect(toWire({ dims: [2], data: view }).data).toBe(base64(1, 2))
  })

  it.each([
    ['no object', 'tensor'],
    ['null', null],
    ['no data', { dims: [1] }],
    ['an unknown key', { dims: [1], data: base64(1), extra: 1 }],
    ['no dimensions', { dims: [], data: '' }],
    ['too many dimensions', { dims: Array(9).fill(1), data: base64(1) }],
    ['a zero dimension', { dims: [0, 2], data: '' }],
    ['a negative dimension', { dims: [-1], data: base64(1) }],
    ['a fraction', { dims: [1.5], data: base64(1) }],
    ['a text as dimension', { dims: ['1'], data: base64(1) }],
    ['less data than the shape says', { dims: [2], data: base64(1) }],
    ['more data than the shape says', { dims: [1], data: base64(1, 2) }],
    ['dimensions whose product is beyond any memory', { dims: [MAX_TENSOR_VALUES, MAX_TENSOR_VALUES], data: '' }],
    ['data that is a list of numbers', { dims: [1], data: [1] }],
  ])('refuse %s as malformed', (_, input) => {
    expect(() => parseWireTensor(input)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it.each([
    ['text that is not base64', '!!!!!!!='],
    ['NaN', base64(Number.NaN)],
    ['infinity', base64(Number.POSITIVE_INFINITY)],
    ['minus infinity', base64(Number.NEGATIVE_INFINITY)],
  ])('refuse %s in the values', (_, data) => {
    const wire = parseWireTensor({ dims: [1], data })
    expect(() => fromWire(wire)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('never throw anything but an AppError, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        try {
          fromWire(parseWireTensor(input))
        } catch (error) {
          expect(error).toMatchObject({ code: 'malformed' })
        }
      }),
    )
  })
})

describe('bytes of floats', () => {
  it('are read from an odd offset as well', () => {
    const bytes = new Uint8Array([0, 0, 0, 128, 63]).subarray(1)
    expect(Array.from(toFloats(bytes))).toEqual([1])
  })

  it('are little-endian', () => {
    expect(Array.from(toLittleEndian(Float32Array.of(1)))).toEqual([0, 0, 128, 63])
  })
})
