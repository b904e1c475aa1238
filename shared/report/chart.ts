import { parse, resetSVGDefIds, View } from 'vega'
import { type Config, compile, type TopLevelSpec } from 'vega-lite'

const FONT = 'system-ui, sans-serif'

/** Colours of categories (Okabe & Ito 2008): told apart by colour-blind readers, on white and on dark paper. */
export const CATEGORY_COLOURS = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#d55e00',
  '#56b4e9',
  '#cc79a7',
  '#999999',
  '#c4a500',
] as const

/** Text and lines take the colour of the page's text, so that a chart is readable on light and on dark paper. */
const THEME: Config = {
  font: FONT,
  background: 'transparent',
  axis: {
    labelColor: 'currentColor',
    titleColor: 'currentColor',
    titleFontWeight: 'normal',
    domainColor: 'currentColor',
    domainOpacity: 0.4,
    tickColor: 'currentColor',
    tickOpacity: 0.4,
    gridColor: 'currentColor',
    gridOpacity: 0.12,
    titlePadding: 8,
    // Moved inwards, the first and the last label would stand beside the tick and run into their neighbours.
    labelFlush: false,
    labelFontSize: 11,
    titleFontSize: 12,
  },
  legend: {
    labelFontSize: 11,
    titleFontSize: 12,
    labelColor: 'currentColor',
    titleColor: 'currentColor',
    titleFontWeight: 'normal',
  },
  title: { color: 'currentColor', subtitleColor: 'currentColor', anchor: 'start', fontSize: 14, offset: 12 },
  header: { labelColor: 'currentColor', titleColor: 'currentColor' },
  text: { color: 'currentColor', fill: 'currentColor' },
  view: { stroke: null },
  range: { category: [...CATEGORY_COLOURS], heatmap: { scheme: 'viridis' }, ramp: { scheme: 'viridis' } },
  mark: { color: CATEGORY_COLOURS[0] },
  line: { strokeWidth: 2 },
  point: { filled: true, size: 46 },
  rule: { color: 'currentColor' },
}

/**
 * Draws a Vega-Lite specification, with its data inside, as SVG that fits light and dark pages. The same specifications
 * in the same order give the same text.
 * @throws Error of the plotting library for a specification that is none.
 */
async function renderChart(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec, { config: THEME }).spec), { renderer: 'none' })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/**
 * Draws the charts of one page. Ids of clip paths count over all of them, so that no two share one.
 * @throws Error as `renderChart`.
 */
export async function renderCharts(specs: readonly TopLevelSpec[]): Promise<readonly string[]> {
  resetSVGDefIds()
  const charts: string[] = []
  for (const spec of specs) charts.push(await renderChart(spec))
  return charts
}
