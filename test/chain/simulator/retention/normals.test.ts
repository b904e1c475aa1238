import { describe, expect, it } from 'vitest'
import { createSplitMix, drawNormals, drawShares } from '../../../../chain/simulator/retention/normals.ts'

/** First outputs of SplitMix64 with seed 0, as its author publishes them. */
const KNOWN = [0xe220a8397b1dcdafn, 0x6e789e6aa1b965f4n, 0x06c45d188009454fn, 0xf88bb8a8724c81ecn]

describe('createSplitMix', () => {
  it('is SplitMix64, reduced to numbers below 65535', () => {
    const draw = createSplitMix(0n)
    expect(KNOWN.map(() => draw())).toEqual(KNOWN.map((value) => Number(value % 65_535n)))
  })

  it('gives other numbers for another seed', () => {
    expect(createSplitMix(1n)()).not.toBe(createSplitMix(0n)())
  })
})

describe('drawNormals', () => {
  it('has mean 0, deviation 1 and the tails of a normal', () => {
    const values = drawNormals(createSplitMix(7n), 40_000)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length
    expect(mean).toBeCloseTo(0, 1)
    expect(variance).toBeCloseTo(1, 1)
    expect(beyondTwo).toBeGreaterThan(0.04)
    expect(beyondTwo).toBeLessThan(0.051)
  })

  it('stays finite for the smallest and the largest draw', () => {
    for (const value of [0, 65_534]) expect(drawNormals(() => value, 1)[0]).toSatisfy(Number.isFinite)
  })
})

describe('drawShares', () => {
  it('adds up to 1 and is never negative', () => {
    const shares = drawShares(createSplitMix(3n), 500, 0.9)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
    expect(Math.min(...shares)).toBe(0)
  })

  it('is even without deviation, and draws as many numbers', () => {
    const [even, uneven] = [createSplitMix(3n), createSplitMix(3n)]
    expect([...drawShares(even, 4, 0)]).toEqual([0.25, 0.25, 0.25, 0.25])
    drawShares(uneven, 4, 0.4)
    expect(even()).toBe(uneven())
  })
})
