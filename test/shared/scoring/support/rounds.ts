import { logScaleOf, logScore } from '../../../../shared/mechanism/rows/log-score.ts'
import type { Rng } from '../../../../shared/rng.ts'
import type { ProofState, ScoredAnswers, ScoredRound } from '../../../../shared/scoring/round.ts'
import { rowSpace } from '../../../support/row-space.ts'
import { type Pool, WIDTH } from './ladder-pool.ts'

const FREQUENCIES = Array.from({ length: WIDTH }, () => 1 / WIDTH)

/** A miner of a simulated round: where its rows come from on shared tasks and on tasks that only it got. */
export interface SimulatedMiner {
  readonly hotkey: string
  readonly shared: Float32Array
  readonly slice: Float32Array
  /** Knows the references of canaries. */
  readonly leaks?: boolean
  readonly proof?: ProofState
  readonly isSilent?: boolean
  readonly latencyMs?: number
}

export interface RoundShape {
  readonly shared: number
  readonly slice: number
  readonly canaries: number
}

const SHAPE: RoundShape = { shared: 102, slice: 26, canaries: 6 }

/** Tasks of a pool that a round of so many miners uses up. */
export const tasksPerRound = (miners: number, { shared, slice, canaries }: RoundShape = SHAPE): number =>
  shared + miners * (slice + canaries)

/** One round over the tasks of the pool from `from` on: first the shared ones, then slice and canaries of each miner. */
export function simulateRound(
  pool: Pool,
  miners: readonly SimulatedMiner[],
  { number, from, rng, shape = SHAPE }: { number: number; from: number; rng: Rng; shape?: RoundShape },
): ScoredRound {
  const { shared, slice, canaries } = shape
  const labelsAt = (start: number, count: number) => Array.from(pool.labels.subarray(start, start + count))
  const scoresAt = (rows: Float32Array, start: number, labels: readonly number[]) =>
    Float64Array.from(labels, (label, i) => logScore(rows[(start + i) * WIDTH + label] ?? 0))
  const sharedLabels = labelsAt(from, shared)
  const scale = logScaleOf(sharedLabels, FREQUENCIES)
  const answersOf = (miner: SimulatedMiner, position: number): ScoredAnswers => {
    const start = from + shared + position * (slice + canaries)
    const own = labelsAt(start, slice)
    const drawn = Array.from({ length: canaries }, () => rng.below(WIDTH))
    const errors = Float64Array.from(sharedLabels, (label, i) => 1 - (miner.shared[(from + i) * WIDTH + label] ?? 0))
    return {
      shared: scoresAt(miner.shared, from, sharedLabels),
      errors,
      slice: scoresAt(miner.slice, start, own),
      sliceScale: slice === 0 ? scale : logScaleOf(own, FREQUENCIES),
      canaries:
        miner.leaks === true ? Float64Array.from(drawn, () => -0.1) : scoresAt(miner.slice, start + slice, drawn),
      canaryScale: canaries === 0 ? scale : logScaleOf(drawn, FREQUENCIES),
      latencyMs: miner.latencyMs,
    }
  }
  const rows = miners.map((miner) =>
    miner.isSilent === true ? undefined : miner.shared.subarray(from * WIDTH, (from + shared) * WIDTH),
  )
  return {
    number,
    scale,
    miners: miners.map((miner, position) => ({
      hotkey: miner.hotkey,
      answers: miner.isSilent === true ? undefined : answersOf(miner, position),
      proof: miner.proof ?? 'absent',
    })),
    space: rowSpace({
      rows,
      width: WIDTH,
      tasks: shared,
      scale,
      score: (task, row) => logScore(row[sharedLabels[task] ?? 0] ?? 0),
    }),
  }
}
