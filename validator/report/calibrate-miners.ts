import { z } from 'zod'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { planRound } from '../../shared/round/plan.ts'
import { calibrate, type ReliabilityBin } from '../../shared/scoring/calibration.ts'
import { parsePayload } from '../../shared/wire/payload.ts'
import type { RoundRecord } from '../db/rounds.ts'
import type { CalibrationNote, MinerCalibration } from './report.ts'

/** Tasks with one true class. */
const labelled = z.object({ label: z.number().int().min(0) })
const row = z.instanceof(Float32Array)

/** Calibration by hotkey, with what it comes from. */
export interface CalibrationResult {
  readonly note: CalibrationNote
  readonly miners: ReadonlyMap<string, MinerCalibration>
}

/** @returns nothing, and why. */
export const noCalibration = (reason: string, unreadable = 0): CalibrationResult => ({
  note: { rounds: 0, unreadable, reason },
  miners: new Map(),
})

/** Answers of one miner to labelled tasks. */
interface Sample {
  readonly rows: Float32Array[]
  readonly labels: number[]
}

/**
 * Reads the kept answers again: the tasks come from each round's seed, the answers from the payloads as they were
 * received. Only of shared tasks, so that miners compare, and only answers that count.
 * @param rounds of one mechanism, with their answers.
 */
export function calibrateMiners(mechanism: Mechanism, rounds: readonly RoundRecord[]): CalibrationResult {
  if (rounds.length === 0) return noCalibration('no answers are kept; "validator run --keep-answers" sets how many are')
  const samples = new Map<string, Sample>()
  let hasLabels = true
  let unreadable = 0
  for (const { seed, sizes, difficulty, answers } of rounds) {
    const plan = planRound(mechanism, seed, sizes, difficulty ?? undefined)
    hasLabels &&= labelled.safeParse(plan.shared[0]).success
    if (!hasLabels) break
    for (const { hotkey, outcome, body } of answers) {
      if (outcome !== 'answered' || body === null) continue
      const planned = plan.forMiner(hotkey)
      const given = readAgain(
        mechanism,
        body,
        planned.map(({ task }) => task),
      )
      if (given === undefined) {
        unreadable++
        continue
      }
      const sample = samples.get(hotkey) ?? { rows: [], labels: [] }
      samples.set(hotkey, sample)
      for (const [at, { kind, task }] of planned.entries()) {
        const answer = row.safeParse(given[at])
        const truth = labelled.safeParse(task)
        if (kind !== 'shared' || !answer.success || !truth.success) continue
        sample.rows.push(answer.data)
        sample.labels.push(truth.data.label)
      }
    }
  }
  const isEmpty = ![...samples.values()].some(({ labels }) => labels.length > 0)
  if (!hasLabels || isEmpty)
    return noCalibration(
      hasLabels
        ? 'nobody has answered with probabilities of classes in the rounds whose answers are kept'
        : `tasks of ${mechanism.id} have no single true class that a probability could be held against`,
      unreadable,
    )
  const miners = new Map([...samples].map(([hotkey, sample]) => [hotkey, calibrateSample(sample)]))
  return { note: { rounds: rounds.length, unreadable, reason: null }, miners }
}

/** The answers of a payload; `undefined` for one that this mechanism does not take. */
function readAgain(mechanism: Mechanism, body: string, tasks: readonly unknown[]): readonly unknown[] | undefined {
  try {
    return mechanism.parseAnswers(parsePayload(body).answers, tasks)
  } catch {
    return undefined
  }
}

function calibrateSample({ rows, labels }: Sample): MinerCalibration {
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0)
  const all = new Float32Array(rows.length * width)
  rows.forEach((values, index) => {
    all.set(values, index * width)
  })
  const { bins, error } = calibrate({ rows: all, width, labels })
  return { answers: labels.length, error, errorByLuck: errorByLuck(bins, labels.length), bins }
}

/**
 * Expected calibration error of somebody whose probabilities are right: in a bin of `n` answers with confidence `p` the
 * accuracy scatters by `√(p(1 − p) / n)`, and the mean size of a normal deviation is `√(2/π)` of its standard one.
 */
function errorByLuck(bins: readonly ReliabilityBin[], answers: number): number {
  if (answers === 0) return 0
  const sum = bins.reduce((total, { count, confidence: p }) => total + Math.sqrt(Math.max(0, count * p * (1 - p))), 0)
  return (Math.sqrt(2 / Math.PI) * sum) / answers
}
