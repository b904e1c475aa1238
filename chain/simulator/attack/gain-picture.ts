import type { TopLevelSpec } from 'vega-lite'
import { CATEGORY_COLOURS, renderCharts } from '../../../shared/report/chart.ts'
import { toPicture } from '../../../shared/report/picture.ts'
import type { Benchmark, CellResult } from './summarise.ts'
import { headOf, worstWithout } from './texts.ts'

const DEFENDED = 'all defences'
const UNDEFENDED = 'the worst without one'
/** What lets more through is in the colour of a warning. */
const [BLUE, , , RED] = CATEGORY_COLOURS

/**
 * The gains as a picture of its own: all defences beside what lets most through, or beside the chosen ones.
 * @param chosen what the chosen defences are called.
 */
export async function toGainPicture(found: Benchmark, chosen: string): Promise<string> {
  const [svg = ''] = await renderCharts([gainChart(found, chosen)])
  return toPicture(svg)
}

/** The chart of `toGainPicture`. */
export function gainChart({ attacks, seeds }: Benchmark, chosen: string): TopLevelSpec {
  const isChosen = attacks.some((attack) => headOf(attack)?.kind === 'chosen')
  const other = isChosen ? chosen : UNDEFENDED
  const values = attacks.flatMap((attack) => {
    const point = (cell: CellResult | undefined, series: string) => {
      if (cell === undefined || cell.gain === null) return []
      const { mean, halfWidth = 0 } = cell.gain
      const interval = { low: Math.max(0, mean - halfWidth), high: mean + halfWidth }
      return [{ attack: `${attack.id} ${attack.name}`, series, gain: mean, text: mean.toFixed(2), ...interval }]
    }
    const beside = isChosen ? headOf(attack) : worstWithout(attack)
    const all = attack.cells.find(({ kind }) => kind === 'default')
    return [...point(beside, other), ...point(all, DEFENDED)]
  })
  return chartOf(values, [other, DEFENDED], seeds)
}

function chartOf(values: readonly object[], series: readonly string[], seeds: number): TopLevelSpec {
  const y = {
    field: 'attack',
    type: 'nominal' as const,
    sort: null,
    title: null,
    axis: { labelLimit: 220, labelPadding: 10, ticks: false },
  }
  const yOffset = { field: 'series', type: 'nominal' as const, sort: [...series] }
  const color = {
    field: 'series',
    type: 'nominal' as const,
    title: null,
    scale: { domain: [...series], range: [RED, BLUE] },
    legend: { orient: 'top' as const, symbolType: 'circle', labelLimit: 0 },
  }
  const x = {
    type: 'quantitative' as const,
    title: `gain: share of the attacker with the attack over that without, mean of ${seeds} seeds with 95 % interval`,
  }
  return {
    padding: 12,
    width: 520,
    height: { step: 15 },
    layer: [
      {
        data: { values: [{ at: 1 }] },
        mark: { type: 'rule', strokeDash: [4, 4], opacity: 0.6 },
        encoding: { x: { field: 'at', type: 'quantitative' } },
      },
      {
        data: { values: [...values] },
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, yOffset, color },
      },
      {
        data: { values: [...values] },
        mark: { type: 'point', filled: true, opacity: 1 },
        encoding: { x: { ...x, field: 'gain' }, y, yOffset, color },
      },
      {
        data: { values: [...values] },
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 10 },
        encoding: { x: { ...x, field: 'high' }, y, yOffset, text: { field: 'text' } },
      },
    ],
  }
}
