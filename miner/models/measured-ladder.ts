import type { LabelledRows } from '../../shared/data/labelled-rows.ts'
import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import { measureAccuracy } from '../../shared/mechanism/rows/accuracy.ts'
import type { ClassTask } from '../../shared/mechanism/rows/asking.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import { openModel } from '../../shared/model/onnx.ts'
import type { Rng } from '../../shared/rng.ts'
import { type LadderOptions, trainLadder } from './ladder.ts'

/** A trained model with what it is worth. */
export interface MeasuredModel {
  readonly name: string
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly steps: number
  readonly accuracy: number
  readonly skill: number
}

/** A ladder with its models, worst first. */
export interface MeasuredLadder {
  readonly mechanism: 'glyphs' | 'labelled'
  readonly trainingRows: number
  readonly freshRows: number
  readonly models: readonly MeasuredModel[]
}

/** What makes a ladder of one mechanism. */
export interface MeasuredLadderOptions {
  readonly mechanism: 'glyphs' | 'labelled'
  readonly train: LabelledRows
  /** For the measurement and nothing else. */
  readonly fresh: readonly ClassTask[]
  readonly scale: ScoreScale
  readonly rng: Rng
  readonly onProgress: LadderOptions['onProgress']
}

/**
 * Trains a ladder and measures each file as a miner would run it.
 * @throws AppError as `trainLadder`.
 */
export async function makeMeasuredLadder(options: MeasuredLadderOptions): Promise<MeasuredLadder> {
  const { mechanism, train, fresh, scale, rng, onProgress } = options
  const models: MeasuredModel[] = []
  for (const { bytes, steps } of trainLadder({ rows: train, rng, onProgress })) {
    const model = await openModel(bytes)
    try {
      const { accuracy, meanScore } = await measureAccuracy(model, fresh)
      const name = `${mechanism}-${models.length + 1}`
      models.push({ name, bytes, sha256: model.digest, steps, accuracy, skill: toSkill(meanScore, scale) })
    } finally {
      await model.close()
    }
  }
  return { mechanism, trainingRows: train.labels.length, freshRows: fresh.length, models }
}
