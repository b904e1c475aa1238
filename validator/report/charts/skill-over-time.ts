import type { TopLevelSpec } from 'vega-lite'
import { minerName } from '../names.ts'
import type { MinerReport } from '../report.ts'

/** Lines that can be told apart: as many as the page has colours. */
const MAX_LINES = 8
/** Of these, for miners that something speaks against, where not all can be drawn. */
const CAUGHT_LINES = 3
/** Rounds up to which each has its dot: more are a cloud. */
const MAX_DOTS = 80
/** Steps of the axis, and the fewest of them. */
const STEP = 0.1
const LEAST_STEPS = 3

/**
 * The miners that are drawn, best first: all, or the best ones and the best of those that something speaks against.
 * @param miners without copies, whose lines would lie on those of others.
 */
export function pickLines(miners: readonly MinerReport[]): readonly MinerReport[] {
  const played = miners.filter(({ history }) => history.length > 0)
  if (played.length <= MAX_LINES) return played
  const best = played.slice(0, MAX_LINES - CAUGHT_LINES)
  const rest = played.slice(best.length)
  const caught = rest.filter(({ findings }) => findings.length > 0).slice(0, CAUGHT_LINES)
  const picked = new Set([...best, ...caught, ...rest.slice(0, CAUGHT_LINES - caught.length)])
  return played.filter((miner) => picked.has(miner))
}

/** Average skill after each round, with a band of one standard error. @param shown from `pickLines`. */
export function skillOverTime(shown: readonly MinerReport[]): TopLevelSpec {
  const values = shown.flatMap((miner) =>
    miner.history.map(({ block, skill, mean, uncertainty }, index) => ({
      miner: minerName(miner),
      block,
      skill,
      mean,
      // The first value leaves everything open: a band over the whole chart would say so and hide the rest.
      low: index === 0 ? mean : Math.max(0, mean - uncertainty),
      high: index === 0 ? mean : Math.min(1, mean + uncertainty),
    })),
  )
  const hasDots = shown.every(({ history }) => history.length <= MAX_DOTS)
  const scale = { domain: domainOf(values.flatMap(({ low, high, skill }) => [low, high, ...(hasDots ? [skill] : [])])) }
  const colour = {
    field: 'miner',
    type: 'nominal' as const,
    sort: shown.map(minerName),
    legend: { title: 'best first', symbolOpacity: 1, symbolType: 'circle' as const },
  }
  const x = {
    field: 'block',
    type: 'quantitative' as const,
    title: 'block',
    scale: { zero: false, nice: false },
    axis: { format: 'd', tickCount: 10, tickMinStep: 1 },
  }
  return {
    width: 800,
    height: 320,
    data: { values },
    layer: [
      {
        mark: { type: 'area', opacity: 0.16, clip: true },
        encoding: {
          x,
          y: { field: 'low', type: 'quantitative', scale, title: 'skill' },
          y2: { field: 'high' },
          color: colour,
        },
      },
      ...(hasDots
        ? [
            {
              mark: { type: 'point' as const, size: 14, opacity: 0.6, clip: true },
              encoding: { x, y: { field: 'skill', type: 'quantitative' as const, scale }, color: colour },
            },
          ]
        : []),
      {
        mark: { type: 'line', clip: true, point: shown.every(({ history }) => history.length === 1) },
        encoding: { x, y: { field: 'mean', type: 'quantitative', scale }, color: colour },
      },
    ],
  }
}

/** From the lowest to the highest value, at full steps, and no nearer to each other than makes differences readable. */
function domainOf(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), 1)
  const high = values.reduce((most, value) => Math.max(most, value), 0)
  const from = Math.max(0, Math.floor(low / STEP - 1e-9) * STEP)
  const to = Math.min(1, Math.ceil(high / STEP + 1e-9) * STEP)
  if (from > to) return [0, 1]
  const least = LEAST_STEPS * STEP
  return to - from >= least ? [from, to] : to >= least ? [to - least, to] : [0, least]
}
