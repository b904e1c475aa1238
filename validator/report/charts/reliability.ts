import type { TopLevelSpec } from 'vega-lite'
import { minerName } from '../names.ts'
import type { MinerCalibration, MinerReport } from '../report.ts'

/** Panels that fit a screen. */
export const MAX_PANELS = 12
const COLUMNS = 4
const COLOUR = '#0072b2'

/** Accuracy by confidence of the best miners that have answered, a panel for each, beside the line of perfect calibration. */
export function reliability(miners: readonly MinerReport[]): TopLevelSpec {
  const shown = miners
    .flatMap((miner) => (miner.calibration === null ? [] : [{ name: minerName(miner), ...miner.calibration }]))
    .slice(0, MAX_PANELS)
  return {
    columns: COLUMNS,
    spacing: 18,
    concat: shown.map((one, index) =>
      panel(one, { isLeft: index % COLUMNS === 0, isBottom: index + COLUMNS >= shown.length }),
    ),
  }
}

function panel(
  { name, bins, answers }: MinerCalibration & { readonly name: string },
  { isLeft, isBottom }: { isLeft: boolean; isBottom: boolean },
) {
  const scale = { domain: [0, 1] }
  const axis = { values: [0, 0.5, 1], format: '.1f' }
  const x = {
    field: 'confidence',
    type: 'quantitative' as const,
    scale,
    axis: { ...axis, title: isBottom ? 'confidence' : null },
  }
  const y = {
    field: 'accuracy',
    type: 'quantitative' as const,
    scale,
    axis: { ...axis, title: isLeft ? 'accuracy' : null },
  }
  return {
    width: 190,
    height: 160,
    title: { text: name, fontSize: 12, fontWeight: 'normal' as const, offset: 6 },
    data: { values: bins.map(({ confidence, accuracy, count }) => ({ confidence, accuracy, share: count / answers })) },
    layer: [
      {
        data: { values: [{ from: 0, to: 1 }] },
        mark: { type: 'rule' as const, strokeDash: [4, 4], opacity: 0.5 },
        encoding: {
          x: { field: 'from', type: 'quantitative' as const },
          x2: { field: 'to' },
          y: { field: 'from', type: 'quantitative' as const },
          y2: { field: 'to' },
        },
      },
      { mark: { type: 'line' as const, color: COLOUR, opacity: 0.6, strokeWidth: 1.5 }, encoding: { x, y } },
      {
        mark: { type: 'point' as const, color: COLOUR, opacity: 1 },
        encoding: {
          x,
          y,
          size: {
            field: 'share',
            type: 'quantitative' as const,
            scale: { domain: [0, 1], range: [14, 260] },
            legend: null,
          },
        },
      },
    ],
  }
}
