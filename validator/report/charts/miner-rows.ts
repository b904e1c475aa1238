import { minerName } from '../names.ts'
import type { MinerReport } from '../report.ts'

/** Rows that fit a screen. */
export const MAX_ROWS = 24

/** Size of a chart with a row for each miner. */
export const ROWS_SIZE = { width: 760, height: { step: 24 } } as const

/** The axis of such a chart, in the order of the miners. */
export const minerRows = (shown: readonly MinerReport[]) => ({
  field: 'miner',
  type: 'nominal' as const,
  sort: shown.map(minerName),
  title: null,
  axis: { ticks: false, labelLimit: 200 },
})
