import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { studentCentral, studentQuantile } from '../../../../chain/simulator/metrics/student-t.ts'

describe("Student's t", () => {
  // Table of the 97.5 % quantile, e.g. NIST/SEMATECH e-Handbook 1.3.6.7.2.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [9, 2.262],
    [10, 2.228],
    [19, 2.093],
    [30, 2.042],
    [100, 1.984],
  ])('has the published quantile for %i degrees of freedom', (freedom, published) => {
    expect(studentQuantile(freedom, 0.95)).toBeCloseTo(published, 3)
  })

  it('tends to the normal distribution', () => {
    expect(studentQuantile(100_000, 0.95)).toBeCloseTo(1.95996, 3)
  })

  it('inverts its own distribution', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (freedom, central) => {
          expect(studentCentral(studentQuantile(freedom, central), freedom)).toBeCloseTo(central, 9)
        },
      ),
    )
  })

  it.each([
    [0, 0.95],
    [1.5, 0.95],
    [3, 1],
    [3, -0.1],
    [3, Number.NaN],
  ])('refuses %d degrees of freedom at %d', (freedom, central) => {
    expect(() => studentQuantile(freedom, central)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
