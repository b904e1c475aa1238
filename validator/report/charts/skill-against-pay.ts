import type { TopLevelSpec } from 'vega-lite'
import type { MinerReport } from '../report.ts'

/** Labels that can be read: more stand in each other's way. */
const MAX_LABELS = 48
/** Uids named at one place. */
const NAMED = 4

/** A miner's pay: of the chain where it was asked, else the weight that this validator gave. */
export const payOf = ({ incentive, weight }: MinerReport, hasChain: boolean): number | null =>
  hasChain ? incentive : weight

interface Point {
  readonly uid: number
  readonly skill: number
  readonly pay: number
  readonly found: 'caught' | 'not caught'
}

/** Pay by skill, a point for each miner. */
export function skillAgainstPay(miners: readonly MinerReport[], hasChain: boolean): TopLevelSpec {
  const points = miners.flatMap((miner): Point[] => {
    const pay = payOf(miner, hasChain)
    const found = miner.findings.length > 0 ? 'caught' : 'not caught'
    return pay === null ? [] : [{ uid: miner.uid, skill: miner.skill, pay, found }]
  })
  const x = {
    field: 'skill',
    type: 'quantitative' as const,
    title: 'skill',
    scale: { domain: [0, 1] },
    axis: { tickCount: 6, format: '.1f' },
  }
  const y = {
    field: 'pay',
    type: 'quantitative' as const,
    title: hasChain ? 'incentive (share of what miners earn)' : 'weight (1 for the best)',
    axis: { tickCount: 6 },
  }
  return {
    width: 760,
    height: 320,
    layer: [
      {
        // Who was caught is drawn last, on top.
        data: { values: points.toSorted((a, b) => b.found.localeCompare(a.found)) },
        mark: { type: 'point', size: 60, opacity: 0.9 },
        encoding: {
          x,
          y,
          color: {
            field: 'found',
            type: 'nominal',
            scale: { domain: ['not caught', 'caught'], range: ['#0072b2', '#d55e00'] },
            legend: { title: null },
          },
        },
      },
      {
        data: { values: points.length > MAX_LABELS ? [] : labelsOf(points) },
        mark: { type: 'text', dy: -11, fontSize: 11 },
        encoding: { x, y, text: { field: 'uids', type: 'nominal' } },
      },
    ],
  }
}

/** One label for points that lie on each other. */
function labelsOf(points: readonly Point[]): readonly { skill: number; pay: number; uids: string }[] {
  const top = points.reduce((most, { pay }) => Math.max(most, pay), 0)
  const place = ({ skill, pay }: Point): string =>
    `${Math.round(40 * skill)} ${top === 0 ? 0 : Math.round((20 * pay) / top)}`
  return [...Map.groupBy(points, place).values()].map((near) => {
    const named = near.slice(0, NAMED).map(({ uid }) => uid)
    const mean = (of: (point: Point) => number): number => near.reduce((sum, point) => sum + of(point), 0) / near.length
    return {
      skill: mean(({ skill }) => skill),
      pay: mean(({ pay }) => pay),
      uids: `${named.join(', ')}${near.length > NAMED ? ', …' : ''}`,
    }
  })
}
