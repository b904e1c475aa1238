import { type Axis, type GroupMark, type Mark, parse, type Scale, type Spec, View } from 'vega'
import { toChartData } from './chart-data.ts'
import type { RetentionResult } from './report.ts'
import { NEURONS, VALIDATORS } from './teams.ts'

const SIZE = 400
const FONT = 'system-ui, sans-serif'
const INK = '#1f2933'
const FAINT = '#8a97a6'
const GRID = '#e6eaef'

const percent = (share: number): string => `${Math.round(100 * share)} %`

const linear = (name: 'x' | 'y', domain: readonly [number, number]): Scale => ({
  name,
  type: 'linear',
  domain: [...domain],
  range: name === 'x' ? 'width' : 'height',
  zero: false,
})

const axis = (scale: 'x' | 'y', title: string): Axis => ({
  scale,
  title,
  orient: scale === 'x' ? 'bottom' : 'left',
  format: '.0%',
  tickCount: 6,
  grid: true,
  gridColor: GRID,
  domainColor: FAINT,
  tickColor: FAINT,
})

const place = { x: { scale: 'x', field: 'x' }, y: { scale: 'y', field: 'y' } } as const
const colour = { scale: 'stake', field: 'stake' } as const

/** Points of this run, filled. */
const ownPoints = (data: string): Mark => ({
  type: 'symbol',
  from: { data },
  encode: { enter: { ...place, size: { value: 46 }, fill: colour } },
})

/** Published points, hollow and larger, so that both stay visible when they agree. */
const publishedPoints = (data: string, size: number): Mark => ({
  type: 'symbol',
  from: { data },
  encode: {
    enter: {
      ...place,
      size: { value: size },
      fill: { value: 'transparent' },
      stroke: { value: INK },
      strokeWidth: { value: 1.2 },
    },
  },
})

/** Where a team with as much utility as stake lies. */
const diagonal = (from: number, to: number): Mark => ({
  type: 'rule',
  encode: {
    enter: {
      x: { scale: 'x', value: from },
      y: { scale: 'y', value: from },
      x2: { scale: 'x', value: to },
      y2: { scale: 'y', value: to },
      stroke: { value: FAINT },
      strokeDash: { value: [4, 4] },
    },
  },
})

const noteBelow = (text: string, at: number): Mark => ({
  type: 'text',
  encode: {
    enter: {
      text: { value: text },
      x: { scale: 'x', value: at, offset: 10 },
      y: { scale: 'y', value: at, offset: 6 },
      fill: { value: FAINT },
      baseline: { value: 'top' },
      fontSize: { value: 11 },
      font: { value: FONT },
    },
  },
})

interface Panel extends Pick<GroupMark, 'scales' | 'axes' | 'legends'> {
  readonly marks: readonly Mark[]
}

/** A mark instead of the panel's own title, which vega moves by what marks overhang. */
const heading = (text: string): Mark => ({
  type: 'text',
  encode: {
    enter: {
      text: { value: text },
      y: { value: -18 },
      fill: { value: INK },
      fontSize: { value: 13 },
      font: { value: FONT },
      fontWeight: { value: 'bold' },
    },
  },
})

const panel = (title: string, { marks, ...parts }: Panel): GroupMark => ({
  type: 'group',
  encode: { update: { width: { value: SIZE }, height: { value: SIZE } } },
  signals: [
    { name: 'width', value: SIZE },
    { name: 'height', value: SIZE },
  ],
  ...parts,
  marks: [heading(title), ...marks],
})

/** How much honest utility every honest stake needs. */
const requiredPanel = (least: number): GroupMark =>
  panel('What the honest team needs to keep its share', {
    scales: [linear('x', [0.5, 1]), linear('y', [least, 1])],
    axes: [axis('x', 'honest share of the stake (%)'), axis('y', 'required honest utility (% of honest weight)')],
    marks: [
      diagonal(Math.max(0.5, least), 1),
      noteBelow('utility = stake', 0.58),
      {
        type: 'line',
        from: { data: 'required' },
        encode: { enter: { ...place, stroke: { value: INK }, strokeWidth: { value: 1.5 } } },
      },
      ownPoints('required'),
      publishedPoints('publishedRequired', 130),
    ],
  })

/** Where each honest stake keeps its share, for every utility of both teams. */
const planePanel = (): GroupMark =>
  panel('Emission equals stake on a line, exceeds it on the right', {
    scales: [linear('x', [0, 1]), linear('y', [0, 1])],
    axes: [axis('x', 'honest utility (% of honest weight)'), axis('y', 'cabal utility (% of its own weight)')],
    legends: [{ fill: 'stake', title: 'honest stake', orient: 'right', symbolType: 'circle', offset: 32 }],
    marks: [
      {
        type: 'group',
        from: { facet: { name: 'contour', data: 'contours', groupby: 'stake' } },
        marks: [
          {
            type: 'line',
            from: { data: 'contour' },
            encode: { enter: { ...place, stroke: colour, strokeWidth: { value: 2 } } },
          },
        ],
      },
      publishedPoints('publishedContours', 22),
    ],
  })

/**
 * Draws a result as SVG: required honest utility by honest stake, and the contours in the plane of both utilities, with
 * the published points over them.
 */
export async function renderChart(result: RetentionResult): Promise<string> {
  const { name, config, seed, points } = result
  const { stakes, ...data } = toChartData(result)
  const lowest = Math.min(0.5, ...data.required.map(({ y }) => Math.floor(10 * y) / 10))
  const { weightDeviation, bondsPenalty, kappa, validatorShare } = config
  const spec: Spec = {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    description: `Required honest utility by honest stake, configuration ${name}, beside the published figures`,
    background: 'white',
    padding: 24,
    config: {
      axis: { labelColor: INK, titleColor: INK, labelFontSize: 11, titleFontSize: 12, titlePadding: 10 },
      title: { font: FONT, subtitleFont: FONT },
      style: { 'guide-label': { font: FONT }, 'guide-title': { font: FONT } },
    },
    title: {
      text: `Two-team consensus experiment: ${name}`,
      subtitle: [
        `weight deviation ${percent(weightDeviation)}, bonds penalty ${percent(bondsPenalty)}, majority ${percent(kappa)}, emission to validators ${percent(validatorShare)}`,
        `${VALIDATORS} validators and ${NEURONS - VALIDATORS} miners, one epoch of original Yuma per point, grid ${points} × ${points}, seed ${seed}`,
        'Colour: this run. Hollow circles: published figures (2023).',
      ],
      anchor: 'start',
      fontSize: 18,
      subtitleFontSize: 12,
      subtitlePadding: 6,
      subtitleColor: FAINT,
      color: INK,
      offset: 24,
    },
    data: Object.entries(data).map(([key, values]) => ({ name: key, values: [...values] })),
    scales: [{ name: 'stake', type: 'ordinal', domain: [...stakes], range: { scheme: 'viridis', extent: [0, 0.92] } }],
    layout: { columns: 2, padding: { column: 110 }, bounds: 'flush', align: 'none' },
    marks: [requiredPanel(lowest), planePanel()],
  }
  const view = new View(parse(spec), { renderer: 'none' })
  try {
    return `${await view.toSVG()}\n`
  } finally {
    view.finalize()
  }
}
