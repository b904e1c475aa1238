import { describe, expect, it } from 'vitest'
import { normaliseRow, parseProbabilities } from '../../../../shared/mechanism/rows/probabilities.ts'
import { toWire } from '../../../../shared/model/tensor.ts'

const answer = (dims: readonly number[], ...values: readonly number[]) =>
  toWire({ dims, data: Float32Array.from(values) })

describe('parseProbabilities', () => {
  it('gives a row per task', () => {
    const rows = parseProbabilities(answer([2, 2], 0.25, 0.75, 1, 0), 2, 2)
    expect(rows.map((row) => Array.from(row))).toEqual([
      [0.25, 0.75],
      [1, 0],
    ])
  })

  it('takes sums within a thousandth and divides the surplus out', () => {
    const [row] = parseProbabilities(answer([1, 2], 0.5, 0.5005), 1, 2)
    expect(row![0]! + row![1]!).toBeCloseTo(1, 6)
    expect(row![1]).toBeCloseTo(0.5005 / 1.0005, 6)
  })

  it.each([
    ['a NaN', [1, 2], [Number.NaN, 1]],
    ['an infinity', [1, 2], [Number.POSITIVE_INFINITY, 0]],
    ['a negative probability', [1, 2], [-0.2, 1.2]],
    ['a sum below 1', [1, 2], [0.5, 0.49]],
    ['a sum above 1', [1, 2], [1, 1]],
    ['all zeros', [1, 2], [0, 0]],
    ['another number of classes', [1, 3], [0.2, 0.3, 0.5]],
    ['another number of rows', [2, 2], [1, 0, 1, 0]],
    ['another rank', [2], [0.5, 0.5]],
  ])('refuses %s as malformed', (_, dims, values) => {
    expect(() => parseProbabilities(answer(dims, ...values), 1, 2)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })

  it.each([[undefined], [null], [[]], [{}], ['x'], [[[0.5, 0.5]]]])('refuses %j, which is no tensor', (input) => {
    expect(() => parseProbabilities(input, 1, 2)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('names the first bad row', () => {
    expect(() => parseProbabilities(answer([2, 2], 0.5, 0.5, 3, 0), 2, 2)).toThrow(/answer 1 has a sum of 3/)
  })
})

describe('normaliseRow', () => {
  it('says what is wrong and leaves the row as it was', () => {
    const row = Float32Array.of(0.5, 2)
    expect(normaliseRow(row)).toMatch(/sum of 2\.5/)
    expect(Array.from(row)).toEqual([0.5, 2])
  })
})
