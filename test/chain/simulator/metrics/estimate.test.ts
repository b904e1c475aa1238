import { describe, expect, it } from 'vitest'
import { estimate, highOf, lowOf } from '../../../../chain/simulator/metrics/estimate.ts'
import { createRng } from '../../../../shared/rng.ts'

describe('estimates over seeds', () => {
  it('gives mean ± t·s/√n', () => {
    const found = estimate([1, 2, 3, 4, 5])
    // s² = 2.5, t(4) = 2.776
    expect(found?.mean).toBe(3)
    expect(found?.halfWidth).toBeCloseTo(2.7764 * Math.sqrt(2.5 / 5), 3)
    expect(found?.count).toBe(5)
  })

  it('knows no spread of one value and nothing of none', () => {
    expect(estimate([7])).toEqual({ mean: 7, halfWidth: undefined, count: 1 })
    expect(estimate([])).toBeUndefined()
  })

  it('covers the true mean in 95 % of the cases', () => {
    const rng = createRng(new Uint8Array(16))
    let covered = 0
    for (let trial = 0; trial < 2000; trial++) {
      const found = estimate(Array.from({ length: 5 }, () => rng.normal()))
      if (found !== undefined && lowOf(found) <= 0 && highOf(found) >= 0) covered++
    }
    expect(covered / 2000).toBeGreaterThan(0.935)
    expect(covered / 2000).toBeLessThan(0.965)
  })
})
