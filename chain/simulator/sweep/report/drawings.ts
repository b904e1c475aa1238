import { renderCharts } from '../../../../shared/report/chart.ts'
import type { SweepResult } from '../summarise.ts'
import { type Chart, chartsOf } from './charts.ts'

/** A chart of one measure, drawn. */
export interface Drawing extends Pick<Chart, 'name' | 'caption'> {
  readonly measure: string
  readonly svg: string
}

/** Draws the charts of the measures in their order; the same result gives the same text. */
export async function drawSweep(result: SweepResult, measures: readonly string[]): Promise<readonly Drawing[]> {
  const charts = measures.flatMap((measure) => chartsOf(result, measure).map((chart) => ({ measure, ...chart })))
  const svgs = await renderCharts(charts.map(({ spec }) => spec))
  return charts.map(({ measure, name, caption }, index) => ({ measure, name, caption, svg: svgs[index] ?? '' }))
}
