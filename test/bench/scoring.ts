import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { logScale, logScore } from '../../shared/mechanism/rows/log-score.ts'
import { toWire } from '../../shared/model/tensor.ts'
import { createRng, type Rng } from '../../shared/rng.ts'
import type { ScoredRound } from '../../shared/scoring/round.ts'
import { settingsFor } from '../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE } from '../../shared/scoring/state.ts'
import { toWeights } from '../../shared/scoring/to-weights.ts'
import { rowSpace } from '../support/row-space.ts'
import type { BenchRow } from './row.ts'

const MINERS = 256
const TASKS = 1000
const WIDTH = 10

/** Arithmetic of a full round on one core. */
export function benchScoring(): BenchRow[] {
  const rng = createRng(new Uint8Array(32))
  glyphs.makeTasks(rng, 100)
  const drawn = milliseconds(() => glyphs.makeTasks(rng, TASKS))
  const tasks = drawn.result
  const labels = tasks.map(({ label }) => label)
  const different = Array.from({ length: MINERS }, (_, miner) => drawRows(rng, labels, 1 + (4 * miner) / MINERS))
  const alike = different.map((rows, miner) => (miner % 8 === 0 ? rows : (different[miner - (miner % 8)] ?? rows)))
  const wire = different.map((rows) => toWire({ dims: [TASKS, WIDTH], data: rows }))
  const parsed = milliseconds(() => wire.map((answers) => glyphs.parseAnswers(answers, tasks)))
  const settings = settingsFor(glyphs)
  // Warm up what is measured, on another round.
  afterRound(EMPTY_STATE, grade(different.slice(0, 40), labels), settings)

  const scored = milliseconds(() => grade(different, labels))
  const search = milliseconds(() => afterRound(EMPTY_STATE, withoutBlend(scored.result), settings))
  const crowded = grade(alike, labels)
  const copies = milliseconds(() => afterRound(EMPTY_STATE, withoutBlend(crowded), settings))
  const places = different.map((_, miner) => [miner])
  const contributed = milliseconds(() => scored.result.space.contributions?.(places))
  const facts = scored.result.miners.map(({ hotkey }, uid) => ({
    hotkey,
    uid,
    modelBlock: uid,
    model: hotkey,
    registeredBlock: uid,
  }))
  const weighed = milliseconds(() => toWeights({ state: copies.result, miners: facts }, settings))
  return [
    { name: `drawing ${TASKS} tasks`, value: drawn.ms, unit: 'ms' },
    { name: `parsing answers of ${MINERS} miners to them`, value: parsed.ms, unit: 'ms' },
    { name: `scoring ${TASKS} rows of ${MINERS} miners`, value: scored.ms, unit: 'ms' },
    { name: 'averages and duplicates of them', value: search.ms, unit: 'ms', goal: '≤ 1,000' },
    { name: 'the same with 32 models on 8 uids each', value: copies.ms, unit: 'ms', goal: '≤ 1,000' },
    { name: 'marginal contributions of them', value: contributed.ms, unit: 'ms' },
    { name: 'weights and reasons of them', value: weighed.ms, unit: 'ms' },
    {
      name: "a full round's arithmetic",
      value: drawn.ms + parsed.ms + scored.ms + Math.max(search.ms, copies.ms) + contributed.ms + weighed.ms,
      unit: 'ms',
      goal: '≤ 2,000',
    },
  ]
}

/** So that contributions are measured by themselves. */
const withoutBlend = (round: ScoredRound): ScoredRound => ({ ...round, space: { distance: round.space.distance } })

function grade(rows: readonly Float32Array[], labels: readonly number[]): ScoredRound {
  const scale = logScale(Array.from({ length: WIDTH }, () => 1 / WIDTH))
  const score = (task: number, row: Float32Array): number => logScore(row[labels[task] ?? 0] ?? 0)
  return {
    number: 0,
    scale,
    miners: rows.map((row, miner) => {
      const shared = Float64Array.from(labels, (label, task) => logScore(row[task * WIDTH + label] ?? 0))
      return {
        hotkey: `miner-${miner}`,
        proof: 'absent',
        answers: {
          shared,
          errors: Float64Array.from(labels, (label, task) => 1 - (row[task * WIDTH + label] ?? 0)),
          slice: shared.subarray(0, TASKS / 4),
          sliceScale: scale,
          canaries: new Float64Array(6).fill(scale.worst),
          canaryScale: scale,
          latencyMs: undefined,
        },
      }
    }),
    space: rowSpace({ rows, width: WIDTH, tasks: labels.length, scale, score }),
  }
}

function drawRows(rng: Rng, labels: readonly number[], sharpness: number): Float32Array {
  const rows = new Float32Array(labels.length * WIDTH)
  for (const [task, label] of labels.entries()) {
    const row = rows.subarray(task * WIDTH, (task + 1) * WIDTH)
    for (let i = 0; i < WIDTH; i++) row[i] = Math.exp(2 * rng.normal() + (i === label ? sharpness : 0))
    const sum = row.reduce((a, b) => a + b, 0)
    for (let i = 0; i < WIDTH; i++) row[i] = (row[i] ?? 0) / sum
  }
  return rows
}

/** Processor time and not the clock's: that of one core, whatever else the machine is doing. */
function milliseconds<T>(work: () => T): { result: T; ms: number } {
  const start = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(start)
  return { result, ms: (user + system) / 1000 }
}
