import { type Estimate, estimate } from '../metrics/estimate.ts'
import { MEASURE_NAMES } from '../metrics/measures.ts'
import { type Design, type Point, pointsOf } from './design.ts'
import type { JsonObject } from './json.ts'
import type { Job } from './shard.ts'
import type { Outcome, SweepStore } from './store/store.ts'

/** A sweep as far as it has come. */
export interface SweepResult {
  readonly toolVersion: string
  readonly scenarioDigest: string
  readonly scenario: JsonObject
  readonly design: Design
  readonly points: readonly PointSummary[]
  /** Outcomes by point and seed. */
  readonly outcomes: readonly Outcome[]
  /** Names of the measures that any run has, in the order of reports. */
  readonly measures: readonly string[]
  readonly seeds: number
  readonly failures: readonly (Job & { readonly failure: string })[]
  /** Runs that other shards or a later `--resume` still have to make. */
  readonly missing: number
}

/** One point of the design with its means over the seeds. */
export interface PointSummary {
  readonly point: Point
  readonly estimates: ReadonlyMap<string, Estimate>
}

/** Reads what a file holds. */
export function readResult(store: Pick<SweepStore, 'identity' | 'outcomes'>): SweepResult {
  const { toolVersion, scenarioDigest, scenario, design } = store.identity()
  const outcomes = store.outcomes()
  const points = pointsOf(design)
  const failures = outcomes.flatMap(({ point, seed, result }) =>
    'failure' in result ? [{ point, seed, failure: result.failure }] : [],
  )
  const found = new Set(outcomes.flatMap(({ result }) => ('measures' in result ? Object.keys(result.measures) : [])))
  const measures = orderOf(found)
  const seeds = outcomes.reduce((most, { seed }) => Math.max(most, seed + 1), 0)
  return {
    toolVersion,
    scenarioDigest,
    scenario,
    design,
    outcomes,
    measures,
    seeds,
    failures,
    points: summarise(points, outcomes, measures),
    missing: points.length * seeds - outcomes.length,
  }
}

/** Known measures first, in their order; others by name. */
const orderOf = (found: ReadonlySet<string>): readonly string[] => [
  ...MEASURE_NAMES.filter((name) => found.has(name)),
  ...[...found].filter((name) => !MEASURE_NAMES.includes(name)).sort(),
]

function summarise(
  points: readonly Point[],
  outcomes: readonly Outcome[],
  names: readonly string[],
): readonly PointSummary[] {
  const values = points.map(() => new Map(names.map((name) => [name, [] as number[]])))
  for (const { point, result } of outcomes)
    if ('measures' in result)
      for (const [name, value] of Object.entries(result.measures)) values[point]?.get(name)?.push(value)
  return points.map((point, index) => ({
    point,
    estimates: new Map(
      [...(values[index] ?? [])].flatMap(([name, found]) => {
        const made = estimate(found)
        return made === undefined ? [] : [[name, made] as const]
      }),
    ),
  }))
}
