import { describe, expect, it } from 'vitest'
import { findContour, type Plane } from '../../../../chain/simulator/retention/contour.ts'

/** Grid of a function of honest and cabal utility. */
function planeOf(points: number, share: (honest: number, cabal: number) => number): Plane {
  const shares = Float64Array.from({ length: points * points }, (_, index) =>
    share(Math.floor(index / points) / (points - 1), (index % points) / (points - 1)),
  )
  return { points, shares }
}

describe('findContour', () => {
  it('finds the line between grid points, and the cabal’s best answer', () => {
    const contour = findContour(
      planeOf(11, (honest, cabal) => honest - 0.2 * cabal),
      0.33,
    )
    expect(contour.requiredUtility).toBeCloseTo(0.53, 10)
    expect(contour.cabalUtility).toBe(1)
    expect(contour.isEnough).toBe(true)
    expect(contour.line).toHaveLength(11)
    expect(contour.line[0]?.honestUtility).toBeCloseTo(0.33, 10)
    expect(contour.line[5]).toEqual({ honestUtility: expect.closeTo(0.43, 10), cabalUtility: 0.5 })
  })

  it('says 1 and "not enough" where no honest utility will do', () => {
    const contour = findContour(
      planeOf(6, (honest, cabal) => honest * (1 - cabal)),
      0.5,
    )
    expect(contour).toMatchObject({ requiredUtility: 1, cabalUtility: 1, isEnough: false })
    expect(contour.line.every(({ honestUtility }) => honestUtility <= 1)).toBe(true)
    expect(contour.line).toHaveLength(3)
  })

  it('says 0 where any honest utility will do', () => {
    expect(
      findContour(
        planeOf(3, () => 0.9),
        0.6,
      ),
    ).toMatchObject({ requiredUtility: 0, line: [], isEnough: true })
  })

  it('takes the last crossing where the share dips', () => {
    const dip = planeOf(5, (honest) => (honest === 0.5 ? 0 : 0.8))
    expect(findContour(dip, 0.4).requiredUtility).toBeCloseTo(0.625, 10)
  })
})
