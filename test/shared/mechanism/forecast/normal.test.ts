import { describe, expect, it } from 'vitest'
import { normalCdf, normalDensity } from '../../../../shared/mechanism/forecast/normal.ts'

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.959963984540054, 0.025],
    [2.9999, 0.998649658],
    [3.0001, 0.998650545],
    [-5, 2.866515718791939e-7],
    [-8, 6.220960574271786e-16],
    [-40, 0],
    [40, 1],
  ])('has the known probability up to %d', (x, probability) => {
    expect(Math.abs(normalCdf(x) - probability)).toBeLessThan(1e-9 * Math.max(probability, 1e-3))
  })

  it('grows by its density', () => {
    for (let x = -6; x < 6; x += 0.037)
      expect((normalCdf(x + 1e-4) - normalCdf(x - 1e-4)) / 2e-4).toBeCloseTo(normalDensity(x), 6)
  })
})
