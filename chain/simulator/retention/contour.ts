/** A point of the plane that the experiment covers. */
export interface PlanePoint {
  readonly honestUtility: number
  readonly cabalUtility: number
}

/** The honest team's share of the emission on a square grid; both utilities run from 0 to 1 in equal steps. */
export interface Plane {
  /** Grid points on each axis, at least 2. */
  readonly points: number
  /** Of grid point (h, c) at `h * points + c`. */
  readonly shares: Float64Array
}

/** Where the honest team's share of the emission equals its share of the stake. */
export interface Contour {
  /** By ascending utility of the cabal; utilities against which none or any will do are left out. */
  readonly line: readonly PlanePoint[]
  /** What the honest team needs against the cabal's best: 1 when even that is not enough. */
  readonly requiredUtility: number
  /** The cabal's best answer. */
  readonly cabalUtility: number
  readonly isEnough: boolean
}

/** Honest utility from which on the share stays at `level` or above: linear between grid points; `undefined` for none. */
function crossing({ points, shares }: Plane, cabal: number, level: number): number | undefined {
  const at = (honest: number) => shares[honest * points + cabal] ?? 0
  let honest = points - 1
  if (at(honest) < level) return undefined
  while (honest > 0 && at(honest - 1) >= level) honest--
  if (honest === 0) return 0
  const below = at(honest - 1)
  return (honest - 1 + (level - below) / (at(honest) - below)) / (points - 1)
}

/** Finds the contour of one level. */
export function findContour(plane: Plane, level: number): Contour {
  const line: PlanePoint[] = []
  let requiredUtility = 0
  let worst = 0
  let isEnough = true
  for (let cabal = 0; cabal < plane.points; cabal++) {
    const honestUtility = crossing(plane, cabal, level)
    const cabalUtility = cabal / (plane.points - 1)
    if (honestUtility === undefined) isEnough = false
    else if (honestUtility > 0) line.push({ honestUtility, cabalUtility })
    if ((honestUtility ?? 1) < requiredUtility) continue
    requiredUtility = honestUtility ?? 1
    worst = cabalUtility
  }
  return { line, requiredUtility, cabalUtility: worst, isEnough }
}
