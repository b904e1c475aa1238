import { HONEST_STAKES } from './configs.ts'
import { PUBLISHED_CABAL_UTILITIES, PUBLISHED_LINES } from './published-lines.ts'
import type { RetentionResult } from './report.ts'

/** A point of the chart. The stake is a text, so that every stake has a colour of its own. */
export interface ChartPoint {
  readonly stake: string
  readonly x: number
  readonly y: number
}

/** The data sets of the chart; all shares are of 1. */
export interface ChartData {
  /** Required honest utility by honest stake. */
  readonly required: readonly ChartPoint[]
  readonly publishedRequired: readonly ChartPoint[]
  /** Contours in the plane of honest and cabal utility. */
  readonly contours: readonly ChartPoint[]
  readonly publishedContours: readonly ChartPoint[]
  readonly stakes: readonly string[]
}

const label = (share: number): string => `${Math.round(100 * share)} %`

/** Turns a result into points. */
export function toChartData({ name, rows }: RetentionResult): ChartData {
  return {
    stakes: rows.map(({ honestStake }) => label(honestStake)),
    required: rows.map(({ honestStake: x, requiredUtility: y }) => ({ stake: label(x), x, y })),
    publishedRequired: rows.flatMap(({ honestStake: x, publishedUtility: y }) =>
      y === undefined ? [] : [{ stake: label(x), x, y }],
    ),
    contours: rows.flatMap(({ honestStake, line }) =>
      line.map(({ honestUtility: x, cabalUtility: y }) => ({ stake: label(honestStake), x, y })),
    ),
    publishedContours: rows.flatMap(({ honestStake }) => {
      const line = PUBLISHED_LINES[name][HONEST_STAKES.indexOf(honestStake)] ?? []
      return PUBLISHED_CABAL_UTILITIES.flatMap((y, k) => {
        const x = line[k] ?? undefined
        return x === undefined ? [] : [{ stake: label(honestStake), x, y }]
      })
    }),
  }
}
