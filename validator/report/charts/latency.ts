import type { TopLevelSpec } from 'vega-lite'
import { minerName } from '../names.ts'
import type { MinerReport } from '../report.ts'
import { MAX_ROWS, minerRows, ROWS_SIZE } from './miner-rows.ts'

/** Time until the commitment: half of the rounds in the bar, nine tenths on the line, the median across. */
export function latency(miners: readonly MinerReport[]): TopLevelSpec {
  const shown = miners.filter(({ latencyMs }) => latencyMs !== null).slice(0, MAX_ROWS)
  const values = shown.flatMap((miner) =>
    miner.latencyMs === null ? [] : [{ miner: minerName(miner), ...miner.latencyMs }],
  )
  const y = minerRows(shown)
  const from = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: 'milliseconds until the commitment',
    scale: { zero: true },
  })
  return {
    ...ROWS_SIZE,
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
