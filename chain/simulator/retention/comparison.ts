import { type ConfigName, HONEST_STAKES } from './configs.ts'
import { type Contour, findContour } from './contour.ts'
import { PUBLISHED_UTILITIES } from './published.ts'
import type { StakePlane } from './run.ts'

/** What one honest stake needs, here and in the published figure. */
export interface ComparisonRow extends Contour {
  readonly honestStake: number
  /** `undefined` for a stake that the figure leaves out. */
  readonly publishedUtility: number | undefined
  /** Ours less the published one. */
  readonly difference: number | undefined
}

/** Finds the contours of a run and sets them beside the published figure. */
export function compareWithPublished(name: ConfigName, planes: readonly StakePlane[]): ComparisonRow[] {
  return planes.map((plane) => {
    const { honestStake } = plane
    const contour = findContour(plane, honestStake)
    const publishedUtility = PUBLISHED_UTILITIES[name][HONEST_STAKES.indexOf(honestStake)]
    const difference = publishedUtility === undefined ? undefined : contour.requiredUtility - publishedUtility
    return { honestStake, ...contour, publishedUtility, difference }
  })
}

/** The largest difference, signs aside; `undefined` when nothing was published. */
export function largestDifference(rows: readonly ComparisonRow[]): number | undefined {
  const sizes = rows.flatMap(({ difference }) => (difference === undefined ? [] : [Math.abs(difference)]))
  return sizes.length === 0 ? undefined : Math.max(...sizes)
}
