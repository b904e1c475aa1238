import type { Model } from '../../model/model.ts'
import type { ClassTask } from './asking.ts'
import { inferProbabilities } from './infer-probabilities.ts'
import { logScore } from './log-score.ts'
import { concatInputs } from './task-rows.ts'

const BATCH = 256

/** How well a model does on a sample. */
export interface Measurement {
  /** Share of tasks whose most probable class is the true one. */
  readonly accuracy: number
  /** Mean log score in nats. */
  readonly meanScore: number
}

/**
 * Measures a model directly, without a miner between: for reports, on a sample that is used for nothing else.
 * @throws AppError `model-mismatch`, `inference-failed`.
 */
export async function measureAccuracy(model: Model, tasks: readonly ClassTask[]): Promise<Measurement> {
  let correct = 0
  let score = 0
  for (let start = 0; start < tasks.length; start += BATCH) {
    const batch = tasks.slice(start, start + BATCH)
    const { classes, data } = await inferProbabilities(model, concatInputs(batch), batch.length)
    batch.forEach(({ label }, index) => {
      const row = data.subarray(index * classes, (index + 1) * classes)
      if (row.indexOf(Math.max(...row)) === label) correct++
      score += logScore(row[label] ?? 0)
    })
  }
  return { accuracy: correct / tasks.length, meanScore: score / tasks.length }
}
