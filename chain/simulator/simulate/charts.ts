import type { TopLevelSpec } from 'vega-lite'
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

/** What each group got of all, with its interval over the seeds. */
export function sharesChart(groups: readonly GroupSummary[]): TopLevelSpec {
  const values = groups.flatMap(({ name, role, share }) =>
    share === undefined || role === 'chain' ? [] : [{ group: name, role, share: share.mean, ...rangeOf(share, 1) }],
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
        encoding: { y, x: { ...x, field: 'share' }, color: { field: 'role', type: 'nominal', title: 'role' } },
      },
      { mark: { type: 'rule', strokeWidth: 2 }, encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } } },
    ],
  }
}

/** What each group got epoch by epoch: the mean over the seeds, over several epochs where there are many. */
export function emissionChart(runs: readonly RunResult[]): TopLevelSpec {
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
  const color = {
    field: 'group',
    type: 'nominal' as const,
    title: null,
    sort: groups.map(({ group }) => group),
    legend: LEGEND,
  }
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
export function skillChart(runs: readonly RunResult[]): TopLevelSpec {
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
      color: { field: 'group', type: 'nominal', title: null, sort: groups, legend: LABELS },
      shape: { field: 'group', type: 'nominal', title: null, sort: groups, legend: LABELS },
    },
  }
}

const ECONOMY: readonly (readonly [name: keyof Economy, label: string])[] = [
  ['nakamoto', 'Nakamoto coefficient'],
  ['giniStake', 'Gini of stake'],
  ['giniEmission', 'Gini of emission'],
  ['honestShare', 'share of the honest'],
  ['price', 'price of a registration, TAO'],
  ['takeover', 'cost to take over, TAO'],
  ['stake', 'stake, TAO'],
  ['earning', 'uids with incentive'],
]

/** The economy over the epochs: the mean over the seeds with its interval, a panel for each measure. */
export function economyChart(economies: readonly Economy[]): TopLevelSpec {
  const looks = economies[0]?.epochs ?? []
  const step = Math.max(1, Math.ceil(looks.length / MOST_POINTS))
  const x = { field: 'epoch', type: 'quantitative' as const, title: 'epoch', scale: { zero: false } }
  return {
    columns: PANEL.columns,
    concat: ECONOMY.map(([name, label]) => {
      const values = looks.flatMap((epoch, look) => {
        const found = look % step === 0 ? estimate(economies.flatMap((of) => of[name][look] ?? [])) : undefined
        return found === undefined ? [] : [{ epoch: epoch + 1, mean: found.mean, ...rangeOf(found) }]
      })
      const y = { type: 'quantitative' as const, title: label, scale: { zero: false }, axis: { tickCount: 4 } }
      return {
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
