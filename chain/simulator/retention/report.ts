import Table from 'cli-table3'
import { type ComparisonRow, largestDifference } from './comparison.ts'
import type { ConfigName, RetentionConfig } from './configs.ts'
import type { StakePlane } from './run.ts'
import { MINERS, VALIDATORS } from './teams.ts'

/** A finished run. */
export interface RetentionResult {
  readonly name: ConfigName
  readonly config: RetentionConfig
  readonly seed: bigint
  readonly points: number
  readonly planes: readonly StakePlane[]
  readonly rows: readonly ComparisonRow[]
}

/** Six decimals are beyond what an epoch's rounding tells. */
const rounded = (value: number): number => Number(value.toFixed(6))
const percent = (value: number): string => `${(100 * value).toFixed(0)} %`
function signed(value: number): string {
  const size = Math.abs(value).toFixed(4)
  if (Number(size) === 0) return size
  return `${value < 0 ? '−' : '+'}${size}`
}

/** The result as a table: required honest utility by honest stake, next to the published figure. */
export function renderResult({ rows }: RetentionResult): string {
  const table = new Table({
    head: ['honest stake', 'required honest utility', "cabal's best utility", 'published', 'difference'],
    colAligns: ['right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const { honestStake, requiredUtility, cabalUtility, isEnough, publishedUtility, difference } of rows)
    table.push([
      percent(honestStake),
      isEnough ? requiredUtility.toFixed(4) : 'beyond 1',
      cabalUtility.toFixed(2),
      publishedUtility?.toFixed(4) ?? '–',
      difference === undefined ? '–' : signed(difference),
    ])
  const largest = largestDifference(rows)
  return largest === undefined
    ? table.toString()
    : `${table.toString()}\nlargest difference from the published figure ${largest.toFixed(4)}`
}

/** The result as JSON: the comparison, the contours and the whole planes. The same seed gives the same text. */
export function toReportJson({ name, config, seed, points, planes, rows }: RetentionResult): string {
  const largest = largestDifference(rows)
  const report = {
    config: name,
    parameters: config,
    validators: VALIDATORS,
    miners: MINERS,
    seed: seed.toString(),
    gridPoints: points,
    epochs: planes.length * points * points,
    largestDifference: largest === undefined ? null : rounded(largest),
    required: rows.map(({ honestStake, requiredUtility, cabalUtility, isEnough, publishedUtility, difference }) => ({
      honestStake,
      requiredUtility: rounded(requiredUtility),
      isEnough,
      cabalUtility: rounded(cabalUtility),
      publishedUtility: publishedUtility ?? null,
      difference: difference === undefined ? null : rounded(difference),
    })),
    contours: rows.map(({ honestStake, line }) => ({
      honestStake,
      /** [honest utility, cabal utility] */
      points: line.map(({ honestUtility, cabalUtility }) => [rounded(honestUtility), rounded(cabalUtility)]),
    })),
    planes: planes.map(({ honestStake, shares }) => ({
      honestStake,
      /** Honest share of the emission: a row for each honest utility, a column for each of the cabal's. */
      honestEmission: Array.from({ length: points }, (_, honest) =>
        Array.from(shares.subarray(honest * points, (honest + 1) * points), rounded),
      ),
    })),
  }
  return `${JSON.stringify(report)}\n`
}
