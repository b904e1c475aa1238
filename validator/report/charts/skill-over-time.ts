import type { TopLevelSpec } from 'vega-lite'
import { minerName } from '../names.ts'
import type { MinerReport } from '../report.ts'

/** Lines that can be told apart: as many as the page has colours. */
export const MAX_LINES = 8

/** Average skill of the best miners after each round, with a band of one standard error. */
export function skillOverTime(miners: readonly MinerReport[]): TopLevelSpec {
  const shown = miners.slice(0, MAX_LINES)
  const values = shown.flatMap((miner) =>
    miner.history.map(({ block, skill, mean, uncertainty }, index) => ({
      miner: minerName(miner),
      block,
      skill,
      mean,
      // The first value leaves everything open: a band over the whole chart would say so and hide the rest.
      low: index === 0 ? mean : Math.max(0, mean - uncertainty),
      high: index === 0 ? mean : Math.min(1, mean + uncertainty),
    })),
  )
  const colour = {
    field: 'miner',
    type: 'nominal' as const,
    sort: shown.map(minerName),
    legend: { title: 'best first', symbolOpacity: 1, symbolType: 'circle' as const },
  }
  const x = {
    field: 'block',
    type: 'quantitative' as const,
    title: 'block',
    scale: { zero: false, nice: false },
    axis: { format: 'd', tickCount: 10, tickMinStep: 1 },
  }
  const scale = { domain: [0, 1] }
  return {
    width: 800,
    height: 320,
    data: { values },
    layer: [
      {
        mark: { type: 'area', opacity: 0.16, clip: true },
        encoding: {
          x,
          y: { field: 'low', type: 'quantitative', scale, title: 'skill' },
          y2: { field: 'high' },
          color: colour,
        },
      },
      {
        mark: { type: 'point', size: 14, opacity: 0.6, clip: true },
        encoding: { x, y: { field: 'skill', type: 'quantitative', scale }, color: colour },
      },
      {
        mark: { type: 'line', clip: true, point: shown.every(({ history }) => history.length === 1) },
        encoding: { x, y: { field: 'mean', type: 'quantitative', scale }, color: colour },
      },
    ],
  }
}
