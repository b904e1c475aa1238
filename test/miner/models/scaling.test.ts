import { describe, expect, it } from 'vitest'
import { applyScaling, fitScaling, SCALED_LIMIT } from '../../../miner/models/scaling.ts'
import { seeded } from '../../support/seeded.ts'

const column = (values: readonly number[]) => {
  const features = Float32Array.from(values)
  return applyScaling(features, fitScaling(features, 1))
}

describe('scaling', () => {
  it('gives a column mean 0 and deviation 1', () => {
    const rng = seeded(1)
    const scaled = column(Array.from({ length: 2000 }, () => 1000 + 30 * rng.normal()))
    const mean = scaled.reduce((a, b) => a + b, 0) / 2000
    expect(Math.abs(mean)).toBeLessThan(0.001)
    expect(scaled.reduce((a, b) => a + (b - mean) ** 2, 0) / 2000).toBeCloseTo(1, 2)
  })

  it('keeps the zeros of a column that is mostly zero', () => {
    expect(Array.from(column([0, 0, 0, 256, 64]))).toEqual([0, 0, 0, 1, 0.25])
  })

  it('turns a column that never changes into zeros', () => {
    expect(Array.from(column([5, 5, 5]))).toEqual([0, 0, 0])
    expect(Array.from(column([0, 0, 0]))).toEqual([0, 0, 0])
  })

  it('treats columns apart from each other', () => {
    const features = Float32Array.of(1, 100, 3, 300)
    expect(Array.from(applyScaling(features, fitScaling(features, 2)))).toEqual([-1, -1, 1, 1])
  })

  it('cuts wild values and stays finite at the edges of float32', () => {
    const scaling = fitScaling(Float32Array.of(1, 2, 3), 1)
    expect(Array.from(applyScaling(Float32Array.of(1e30, -1e30), scaling))).toEqual([SCALED_LIMIT, -SCALED_LIMIT])
    for (const values of [
      [3e38, -3e38, 1],
      [1e-45, 2e-45, 0],
      [3e38, 3e38, 2.9e38],
    ])
      expect(column(values).every(Number.isFinite)).toBe(true)
  })
})
