import type { TopLevelSpec } from 'vega-lite'
import { minerName } from '../names.ts'
import type { MinerReport } from '../report.ts'

/** Panels that fit a screen. */
export const MAX_PANELS = 12
const COLUMNS = 4

/** Accuracy by confidence of the best miners that have answered, a panel for each, beside the line of perfect calibration. */
export function reliability(miners: readonly MinerReport[]): TopLevelSpec {
  const shown = miners.filter(({ calibration }) => calibration !== null).slice(0, MAX_PANELS)
  const values = shown.flatMap((miner) =>
    (miner.calibration?.bins ?? []).map(({ confidence, accuracy, count }) => ({
      miner: minerName(miner),
      confidence,
      accuracy,
      share: count / (miner.calibration?.answers ?? 1),
    })),
  )
  const scale = { domain: [0, 1] }
  const axis = { tickCount: 3, format: '.1f' }
  return {
    data: { values },
    facet: {
      field: 'miner',
      type: 'nominal',
      sort: shown.map(minerName),
      header: { title: null, labelFontSize: 12 },
    },
    columns: COLUMNS,
    spacing: 24,
    spec: {
      width: 190,
      height: 150,
      layer: [
        {
          data: { values: [{ from: 0, to: 1 }] },
          mark: { type: 'rule', strokeDash: [4, 4], opacity: 0.5 },
          encoding: {
            x: { field: 'from', type: 'quantitative' },
            x2: { field: 'to' },
            y: { field: 'from', type: 'quantitative' },
            y2: { field: 'to' },
          },
        },
        {
          mark: { type: 'line', opacity: 0.6, strokeWidth: 1.5 },
          encoding: {
            x: { field: 'confidence', type: 'quantitative', scale },
            y: { field: 'accuracy', type: 'quantitative', scale },
          },
        },
        {
          mark: { type: 'point', opacity: 1 },
          encoding: {
            x: { field: 'confidence', type: 'quantitative', scale, axis, title: 'confidence' },
            y: { field: 'accuracy', type: 'quantitative', scale, axis, title: 'accuracy' },
            size: {
              field: 'share',
              type: 'quantitative',
              scale: { domain: [0, 1], range: [12, 260] },
              legend: null,
            },
          },
        },
      ],
    },
  }
}
