import type { ExamRows } from '../../miner/models/exam.ts'
import type { TrainingRows } from '../../miner/models/train.ts'
import { logScale, logScore } from '../../shared/mechanism/rows/log-score.ts'

/** Rows to grade networks on by the log score, with even classes. */
export const logExam = (rows: TrainingRows, classes: number): ExamRows => ({
  ...rows,
  scale: logScale(Array.from({ length: classes }, () => 1 / classes)),
  score: (row, answer) => logScore(answer[rows.labels[row] ?? 0] ?? 0),
})
