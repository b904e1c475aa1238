import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomRow } from '../../../shared/mechanism/check/rows.ts'
import { powerBetween, raised } from '../../../shared/scoring/curve.ts'
import { redrawing } from '../../../shared/scoring/redrawn.ts'
import { seeded } from '../../support/seeded.ts'
import { tailSwapped } from './support/copies.ts'

const WIDTH = 10
const rowsOf = (seed: number, count = 40): readonly Float32Array[] => {
  const rng = seeded(seed)
  return Array.from({ length: count }, () => randomRow(rng, WIDTH, 0.5))
}
const seed = fc.nat(1_000)
const power = fc.double({ min: 0.4, max: 2.5, noNaN: true })

describe('the power between answers', () => {
  it('is the one that they were raised to, and its inverse the other way round', () => {
    fc.assert(
      fc.property(seed, power, (number, exponent) => {
        const rows = rowsOf(number)
        // What is as small as rounding is not raised by it.
        const soft = rows.map((row) => raised(row, 0.3))
        const other = soft.map((row) => raised(row, exponent))
        expect(powerBetween(soft, other)).toBeCloseTo(exponent, 2)
        expect(powerBetween(soft, other) * powerBetween(other, soft)).toBeCloseTo(1, 9)
      }),
      { numRuns: 50 },
    )
  })

  it('is 1 between answers that go against each other, and of nothing', () => {
    const row = Float32Array.of(0.7, 0.2, 0.05, 0.05)
    expect(powerBetween([row], [row.toReversed()])).toBe(1)
    expect(powerBetween([], [])).toBe(1)
  })
})

describe('redrawn answers', () => {
  const rows = rowsOf(1)
  const shareOf = (other: readonly unknown[], within = 0.01): number => {
    const isRedrawn = redrawing([rows, other])
    return rows.filter((_, task) => isRedrawn(0, 1, task, within)).length / rows.length
  }

  it('are told whatever monotone curve was drawn over them', () => {
    expect(shareOf(rows.map((row) => row.map((p) => 0.5 * p + 0.05)))).toBe(1)
  })

  it('are told when a power was drawn over them and the order of what is improbable disturbed', () => {
    const sure = rows.map((row) => raised(row, 3))
    for (const exponent of [0.7, 0.85, 1.4]) {
      const isRedrawn = redrawing([sure, sure.map((row) => tailSwapped(raised(row, exponent), WIDTH))])
      expect(sure.filter((_, task) => isRedrawn(0, 1, task, 0.02)).length).toBeGreaterThan(0.9 * sure.length)
    }
  })

  it('are not the answers of somebody else', () => {
    expect(shareOf(rowsOf(2))).toBe(0)
  })

  it('are not told of what is no row of four outputs', () => {
    expect(shareOf(rows.map((row) => [...row]))).toBe(0)
    const pairs = rows.map((row) => row.slice(0, 2))
    expect(redrawing([pairs, pairs])(0, 1, 0, 1)).toBe(false)
  })
})
