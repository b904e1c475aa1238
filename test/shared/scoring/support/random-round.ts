import { logScale, logScore } from '../../../../shared/mechanism/rows/log-score.ts'
import type { Rng } from '../../../../shared/rng.ts'
import type { MinerRound, ScoredRound } from '../../../../shared/scoring/round.ts'
import { rowSpace } from '../../../support/row-space.ts'

const WIDTH = 10

/** Of ten even classes. */
export const scale = logScale(Array.from({ length: WIDTH }, () => 0.1))

interface RandomRound extends ScoredRound {
  readonly rows: readonly Float32Array[]
  readonly labels: readonly number[]
}

/** A round of made-up miners, `miner-0` …, each better than the one before and all erring by themselves. */
export function randomRound(
  rng: Rng,
  {
    number,
    miners,
    tasks,
    slice = 10,
    canaries = 3,
  }: { number: number; miners: number; tasks: number; slice?: number; canaries?: number },
): RandomRound {
  const labels = Array.from({ length: tasks }, () => rng.below(WIDTH))
  const rows = Array.from({ length: miners }, (_, miner) => drawRows(rng, labels, 1 + (4 * miner) / miners))
  return toRound({
    number,
    rows,
    labels,
    hotkeys: rows.map((_, i) => `miner-${i}`),
    others: rows.map((_, miner) => ({
      slice: drawScores(rng, slice, 1 + (4 * miner) / miners),
      canaries: Float64Array.from({ length: canaries }, () => logScore(rng.uniform() ** 6)),
    })),
  })
}

/** The round with one more miner, `copy`, that answered shared tasks as another did. */
export function copied(round: RandomRound, position: number): RandomRound {
  const original = round.miners[position]!
  return toRound({
    number: round.number,
    labels: round.labels,
    rows: [...round.rows, round.rows[position]!],
    hotkeys: [...round.miners.map(({ hotkey }) => hotkey), 'copy'],
    others: [...round.miners, original].map(({ answers }) => answers!),
  })
}

function toRound({
  number,
  rows,
  labels,
  hotkeys,
  others,
}: {
  number: number
  rows: readonly Float32Array[]
  labels: readonly number[]
  hotkeys: readonly string[]
  others: readonly { slice: Float64Array; canaries: Float64Array }[]
}): RandomRound {
  const miners = rows.map((row, i): MinerRound => {
    const given = labels.map((label, task) => row[task * WIDTH + label]!)
    return {
      hotkey: hotkeys[i]!,
      proof: 'absent',
      answers: {
        shared: Float64Array.from(given, logScore),
        errors: Float64Array.from(given, (p) => 1 - p),
        slice: others[i]!.slice,
        sliceScale: scale,
        canaries: others[i]!.canaries,
        canaryScale: scale,
        latencyMs: undefined,
      },
    }
  })
  const score = (task: number, row: Float32Array) => logScore(row[labels[task]!]!)
  return {
    number,
    scale,
    miners,
    space: rowSpace({ rows, width: WIDTH, tasks: labels.length, scale, score }),
    rows,
    labels,
  }
}

function drawRows(rng: Rng, labels: readonly number[], sharpness: number): Float32Array {
  const rows = new Float32Array(labels.length * WIDTH)
  for (const [task, label] of labels.entries()) {
    const raw = Array.from({ length: WIDTH }, (_, i) => Math.exp(2 * rng.normal() + (i === label ? sharpness : 0)))
    const sum = raw.reduce((a, b) => a + b)
    for (const [i, p] of raw.entries()) rows[task * WIDTH + i] = p / sum
  }
  return rows
}

function drawScores(rng: Rng, count: number, sharpness: number): Float64Array {
  const rows = drawRows(
    rng,
    Array.from({ length: count }, () => 0),
    sharpness,
  )
  return Float64Array.from({ length: count }, (_, i) => logScore(rows[i * WIDTH]!))
}
