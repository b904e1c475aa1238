import { type Estimate, estimate, highOf } from '../metrics/estimate.ts'
import { type Grade, gradeOf } from '../metrics/grade.ts'
import type { Attack, AttackException, AttackLevel, AttackSide } from './attack.ts'
import { type Cell, cellName } from './cells.ts'
import type { Measured } from './run-job.ts'

/** Runs of one cell. */
export interface PlayedCell {
  readonly cell: Cell
  readonly runs: readonly Measured[]
  readonly faults: readonly string[]
}

/** One cell of the matrix: means over seeds with their 95 % intervals; `null` where nothing is defined. */
export interface CellResult {
  readonly name: string
  readonly kind: Cell['kind']
  readonly defence: Cell['defence']
  /** `null` when no run came to an end. */
  readonly grade: Grade | null
  readonly gain: Estimate | null
  readonly honestLoss: Estimate | null
  readonly rankCorrelation: Estimate | null
  /** Of the runs in which it was detected at all. */
  readonly timeToDetect: Estimate | null
  readonly falsePositives: Estimate | null
  readonly cost: Estimate | null
  readonly returnOnInvestment: Estimate | null
  /** What went wrong with which run. */
  readonly faults: readonly string[]
}

/**
 * What the default defences, or the chosen ones, come to: `holds`, the gain is within bounds, interval included;
 * `exception`, it is not, for a reason that theory gives; `fails`; `unknown`, where no run came to an end.
 */
export type Verdict = 'holds' | 'exception' | 'fails' | 'unknown'

/** One attack with its cells. */
export interface AttackResult {
  readonly id: string
  readonly name: string
  readonly does: string
  readonly side: AttackSide
  readonly level: AttackLevel
  readonly resources: string
  readonly exception: AttackException | null
  readonly verdict: Verdict
  readonly cells: readonly CellResult[]
}

/** All that a benchmark found; plain JSON, the same bytes for the same seeds. */
export interface Benchmark {
  readonly version: 1
  readonly seeds: number
  readonly attacks: readonly AttackResult[]
}

/** Most gain of a miner-side attack, the upper end of its interval. */
const MOST_MINER_GAIN = 1.05

/** Sums up the cells of an attack. */
export function summarise(
  { id, name, does, side, level, resources, exception }: Attack,
  played: readonly PlayedCell[],
): AttackResult {
  const cells = played.map(({ cell, runs, faults }): CellResult => {
    const of = (pick: (run: Measured) => number | null): Estimate | null =>
      toPlain(estimate(runs.flatMap((run) => pick(run) ?? [])))
    const [gain, honestLoss] = [of((run) => run.gain), of((run) => run.honestLoss)]
    return {
      name: cellName(cell),
      kind: cell.kind,
      defence: cell.defence,
      grade: runs.length === 0 ? null : gradeOf({ gain: gain?.mean, honestLoss: honestLoss?.mean }),
      gain,
      honestLoss,
      rankCorrelation: of((run) => run.rankCorrelation),
      timeToDetect: of((run) => run.timeToDetect),
      falsePositives: of((run) => run.falsePositives),
      cost: of((run) => run.cost),
      returnOnInvestment: of((run) => run.returnOnInvestment),
      faults,
    }
  })
  const verdict = verdictOf(
    cells.find(({ kind }) => kind === 'default' || kind === 'chosen'),
    side,
    exception !== undefined,
  )
  return { id, name, does, side, level, resources, exception: exception ?? null, verdict, cells }
}

function verdictOf(cell: CellResult | undefined, side: AttackSide, isException: boolean): Verdict {
  if (cell === undefined || cell.grade === null) return 'unknown'
  if (cell.gain === null) return 'holds'
  // A validator's gain is held against 1, since stake already earns what it earns.
  const most = side === 'miner' ? MOST_MINER_GAIN : 1 + (cell.gain.halfWidth ?? 0)
  const found = side === 'miner' ? highOf(cell.gain) : cell.gain.mean
  const isHarmless = found <= most && (cell.honestLoss?.mean ?? 0) <= 0.1
  if (isHarmless) return 'holds'
  // Theory speaks of a network that is defended.
  return isException && cell.kind === 'default' ? 'exception' : 'fails'
}

/** Nine digits are more than any interval needs, and hide how a machine adds up. */
const DIGITS = 9
const round = (value: number): number => Number(value.toPrecision(DIGITS))

const toPlain = (found: Estimate | undefined): Estimate | null =>
  found === undefined
    ? null
    : {
        mean: round(found.mean),
        halfWidth: found.halfWidth === undefined ? undefined : round(found.halfWidth),
        count: found.count,
      }
