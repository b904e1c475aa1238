import type { TopLevelSpec } from 'vega-lite'
import { minerName } from '../names.ts'
import { percent } from '../numbers.ts'
import type { MinerReport } from '../report.ts'
import { MAX_ROWS, minerRows, ROWS_SIZE } from './miner-rows.ts'

/** How far each miner has come on the way from chance to the optimum, in the unit of the mechanism's rule. */
export function attainable(miners: readonly MinerReport[]): TopLevelSpec {
  const shown = miners.filter((miner) => miner.attainable !== null).slice(0, MAX_ROWS)
  const values = shown.flatMap((miner) =>
    miner.attainable === null
      ? []
      : [
          {
            miner: minerName(miner),
            ...miner.attainable,
            percent: percent(miner.attainable.share),
            side: miner.attainable.share < 0 ? 'worse than chance' : 'won',
            right: Math.max(miner.attainable.optimum, miner.attainable.score),
          },
        ],
  )
  const y = minerRows(shown)
  const at = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: "mean score, in the unit of the mechanism's rule",
    scale: { zero: false },
  })
  return {
    ...ROWS_SIZE,
    data: { values },
    layer: [
      {
        mark: { type: 'bar', height: 12, color: '#999999', opacity: 0.3 },
        encoding: { y, x: at('chance'), x2: { field: 'optimum' } },
      },
      {
        mark: { type: 'bar', height: 12, opacity: 0.85 },
        encoding: {
          y,
          x: at('chance'),
          x2: { field: 'score' },
          color: {
            field: 'side',
            type: 'nominal',
            scale: { domain: ['won', 'worse than chance'], range: ['#009e73', '#d55e00'] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 8, fontSize: 11 },
        encoding: { y, x: at('right'), text: { field: 'percent', type: 'nominal' } },
      },
    ],
  }
}
