import type { TopLevelSpec } from 'vega-lite'
import { CATEGORY_COLOURS } from '../../../shared/report/chart.ts'
import type { Economy } from '../economics/economy.ts'
import { type Estimate, estimate, highOf, lowOf, meanOf } from '../metrics/estimate.ts'
import type { RunResult } from '../play/run-scenario.ts'
import type { GroupSummary } from './summary.ts'

const WIDTH = 620
const HEIGHT = 280
const BAR_STEP = 26
/** Points of a line: more than pixels would tell no more. */
const MOST_POINTS = 160
const PANEL = { width: 280, height: 150, columns: 2 }
const LABELS = { labelLimit: 260 }
/** Symbols as dark as the lines. */
const LEGEND = { ...LABELS, symbolOpacity: 1 }

/** A group has the same colour in all charts of a page. */
const colourOf = (all: readonly string[]) => ({
  field: 'group',
  type: 'nominal' as const,
  title: null,
  scale: { domain: [...all], range: all.map((_, at) => CATEGORY_COLOURS[at % CATEGORY_COLOURS.length] ?? '') },
})

/** What each group got of all, with its interval over the seeds. */
export function sharesChart(groups: readonly GroupSummary[], all: readonly string[]): TopLevelSpec {
  const values = groups.flatMap(({ name, role, share }) =>
    share === undefined || role === 'chain' ? [] : [{ group: name, share: share.mean, ...rangeOf(share, 1) }],
  )
  const y = {
    field: 'group',
    type: 'nominal' as const,
    sort: groups.map(({ name }) => name),
    title: null,
    axis: LABELS,
  }
  const x = { type: 'quantitative' as const, title: 'share of emission', axis: { format: '.0%' } }
  return {
    data: { values },
    width: WIDTH - 140,
    height: { step: BAR_STEP },
    layer: [
      {
        mark: { type: 'bar', height: 14 },
        encoding: { y, x: { ...x, field: 'share' }, color: { ...colourOf(all), legend: null } },
      },
      { mark: { type: 'rule', strokeWidth: 2 }, encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } } },
    ],
  }
}

/** What each group got epoch by epoch: the mean over the seeds, over several epochs where there are many. */
export function emissionChart(runs: readonly RunResult[], all: readonly string[]): TopLevelSpec {
  const series = runs[0]?.series ?? []
  // Who never earns anything has no line.
  const groups = series.flatMap(({ group }, at) =>
    runs.some((run) => run.series[at]?.shares.some((share) => share > 0)) ? [{ group, at }] : [],
  )
  const epochs = runs[0]?.epochs ?? 0
  const step = Math.max(1, Math.ceil(epochs / MOST_POINTS))
  const values = groups.flatMap(({ group, at }) =>
    Array.from({ length: Math.ceil(epochs / step) }, (_, point) => {
      const [from, to] = [point * step, Math.min(epochs, (point + 1) * step)]
      const means = runs.map(({ series }) => meanOf(series[at]?.shares.slice(from, to) ?? []) ?? 0)
      const found = estimate(means)
      return found === undefined ? [] : [{ group, epoch: (from + to + 1) / 2, share: found.mean, ...rangeOf(found, 1) }]
    }).flat(),
  )
  const x = { field: 'epoch', type: 'quantitative' as const, title: 'epoch', scale: { zero: false } }
  const y = { type: 'quantitative' as const, title: 'share of emission', axis: { format: '.0%' } }
  const shown = groups.map(({ group }) => group)
  const color = { ...colourOf(all), legend: { ...LEGEND, values: shown } }
  return {
    data: { values },
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        mark: { type: 'area', opacity: 0.18 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { mark: { type: 'line', strokeWidth: 1.5 }, encoding: { x, y: { ...y, field: 'share' }, color } },
    ],
  }
}

/** True skill of each miner against its part in what miners get; a point for each miner and seed. */
export function skillChart(runs: readonly RunResult[], all: readonly string[]): TopLevelSpec {
  const values = runs.flatMap(({ members }) =>
    members.flatMap(({ role, group, skill, incentive, epochs }) =>
      role === 'miner' && epochs > 0 ? [{ group, skill, incentive }] : [],
    ),
  )
  const groups = [...new Set(values.map(({ group }) => group))]
  return {
    data: { values },
    width: WIDTH,
    height: HEIGHT,
    mark: { type: 'point', opacity: 0.75 },
    encoding: {
      x: { field: 'skill', type: 'quantitative', title: 'true skill', scale: { zero: false } },
      y: { field: 'incentive', type: 'quantitative', title: 'incentive', axis: { format: '.1%' } },
      color: { ...colourOf(all), legend: { ...LEGEND, values: groups } },
      shape: {
        field: 'group',
        type: 'nominal',
        title: null,
        scale: { domain: [...all] },
        legend: { ...LEGEND, values: groups },
      },
    },
  }
}

const SHARE = { format: '.0%', most: 1 }
const ECONOMY: readonly {
  readonly name: keyof Economy
  readonly label: string
  readonly format: string
  /** Highest value that there can be. */
  readonly most?: number
}[] = [
  { name: 'nakamoto', label: 'Nakamoto coefficient', format: '.1~f' },
  { name: 'giniStake', label: 'Gini of stake', format: '.2f', most: 1 },
  { name: 'giniEmission', label: 'Gini of emission', format: '.2f', most: 1 },
  { name: 'honestShare', label: 'share of the honest', ...SHARE },
  { name: 'price', label: 'price of a registration, TAO', format: '~s' },
  { name: 'takeover', label: 'cost to take over, TAO', format: '~s' },
  { name: 'stake', label: 'stake, TAO', format: '~s' },
  { name: 'earning', label: 'uids with incentive', format: '.1~f' },
]

/** The economy over the epochs: the mean over the seeds with its interval, a panel for each measure. */
export function economyChart(economies: readonly Economy[]): TopLevelSpec {
  const looks = economies[0]?.epochs ?? []
  const step = Math.max(1, Math.ceil(looks.length / MOST_POINTS))
  const x = { field: 'epoch', type: 'quantitative' as const, title: 'epoch', scale: { zero: false } }
  return {
    columns: PANEL.columns,
    concat: ECONOMY.map(({ name, label, format, most }) => {
      const values = looks.flatMap((epoch, look) => {
        const found = look % step === 0 ? estimate(economies.flatMap((of) => of[name][look] ?? [])) : undefined
        return found === undefined ? [] : [{ epoch: epoch + 1, mean: found.mean, ...rangeOf(found, most) }]
      })
      const y = { type: 'quantitative' as const, title: null, scale: { zero: false }, axis: { tickCount: 4, format } }
      return {
        title: { text: label, fontSize: 12, fontWeight: 'normal' as const, frame: 'group' as const },
        data: { values },
        width: PANEL.width,
        height: PANEL.height,
        layer: [
          {
            mark: { type: 'area' as const, opacity: 0.2 },
            encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
          },
          { mark: { type: 'line' as const, strokeWidth: 1.5 }, encoding: { x, y: { ...y, field: 'mean' } } },
        ],
      }
    }),
  }
}

/** An interval as far as values can reach: nothing here is below 0. */
const rangeOf = (found: Estimate, most = Number.POSITIVE_INFINITY) => ({
  low: Math.max(0, lowOf(found)),
  high: Math.min(most, highOf(found)),
})
