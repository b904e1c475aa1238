import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import { askingRows } from '../../shared/mechanism/rows/asking.ts'
import { type AnswerSpace, mechanismSpace } from '../../shared/scoring/answer-space.ts'

interface RowSpaceOptions {
  /** Rows of each miner one after another, `undefined` for one without answers. */
  readonly rows: readonly (Float32Array | undefined)[]
  readonly width: number
  readonly tasks: number
  readonly scale: ScoreScale
  score(task: number, row: Float32Array): number
}

/** Answers that are rows of probabilities, as the mechanisms of the project compare them. */
export function rowSpace({ rows, width, tasks, scale, score }: RowSpaceOptions): AnswerSpace {
  const indices = Array.from({ length: tasks }, (_, index) => index)
  const { distance, blend, rowForm } = askingRows(width)
  return mechanismSpace({
    mechanism: { distance, blend, rowForm, score },
    tasks: indices,
    answers: rows.map((own) => own && indices.map((index) => own.subarray(index * width, (index + 1) * width))),
    scale,
    isContributionPaid: true,
  })
}
