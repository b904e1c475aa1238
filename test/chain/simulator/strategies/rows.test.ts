import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blendRows, filledRow, rowDistance } from '../../../../chain/simulator/strategies/rows.ts'
import { rowOf, sharesOf } from '../../../../shared/weights/rows.ts'

const SIZE = 12
const row = fc
  .uniqueArray(fc.nat(SIZE - 1), { minLength: 1 })
  .chain((uids) =>
    fc
      .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: uids.length, maxLength: uids.length })
      .map((values) => rowOf(uids, values)),
  )

describe('rows', () => {
  test('have 65 535 for the largest and nothing for what is below 0', () => {
    expect(rowOf([3, 1, 2], [-1, 0.5, 2])).toEqual({ uids: [3, 1, 2], values: [0, 16_384, 65_535] })
    expect(rowOf([1], [0])).toEqual({ uids: [1], values: [0] })
    expect(rowOf([], [])).toEqual({ uids: [], values: [] })
  })

  test('have shares that sum to 1', () => {
    fc.assert(
      fc.property(row, (any) => {
        expect(sharesOf(any, SIZE).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
      }),
    )
  })

  test('are as far from each other both ways, and no way from themselves', () => {
    fc.assert(
      fc.property(row, row, (a, b) => {
        expect(rowDistance(a, b, SIZE)).toBeCloseTo(rowDistance(b, a, SIZE), 9)
        expect(rowDistance(a, a, SIZE)).toBe(0)
        expect(rowDistance(a, b, SIZE)).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })

  test('blend from one to the other', () => {
    fc.assert(
      fc.property(row, row, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, part) => {
        const whole = rowDistance(a, b, SIZE)
        expect(rowDistance(a, blendRows(a, b, part), SIZE)).toBeCloseTo(part * whole, 3)
        expect(rowDistance(blendRows(a, b, part), b, SIZE)).toBeCloseTo((1 - part) * whole, 3)
      }),
    )
  })

  test('say the same when they name all uids', () => {
    fc.assert(
      fc.property(row, (any) => {
        const filled = filledRow(any, SIZE)
        expect(filled.uids).toEqual(Array.from({ length: SIZE }, (_, uid) => uid))
        expect(sharesOf(filled, SIZE)).toEqual(sharesOf(any, SIZE))
      }),
    )
  })
})
