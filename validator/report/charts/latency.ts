import type { TopLevelSpec } from 'vega-lite'
import { minerName } from '../names.ts'
import type { MinerReport } from '../report.ts'

/** Rows that fit a screen. */
export const MAX_ROWS = 24

/** Time until the commitment: half of the rounds in the bar, nine tenths on the line, the median across. */
export function latency(miners: readonly MinerReport[]): TopLevelSpec {
  const shown = miners.filter(({ latencyMs }) => latencyMs !== null).slice(0, MAX_ROWS)
  const values = shown.flatMap((miner) =>
    miner.latencyMs === null ? [] : [{ miner: minerName(miner), ...miner.latencyMs }],
  )
  const y = {
    field: 'miner',
    type: 'nominal' as const,
    sort: shown.map(minerName),
    title: null,
    axis: { ticks: false, labelLimit: 200 },
  }
  const from = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: 'milliseconds until the commitment',
    scale: { zero: true },
  })
  return {
    width: 760,
    height: { step: 24 },
    data: { values },
    layer: [
      { mark: { type: 'rule', opacity: 0.6 }, encoding: { y, x: from('p5'), x2: { field: 'p95' } } },
      {
        mark: { type: 'bar', height: 12, color: '#0072b2', opacity: 1 },
        encoding: { y, x: from('p25'), x2: { field: 'p75' } },
      },
      {
        mark: { type: 'tick', thickness: 3, size: 16, color: '#e69f00', opacity: 1 },
        encoding: { y, x: from('p50') },
      },
    ],
  }
}
