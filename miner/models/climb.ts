import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import type { Rng } from '../../shared/rng.ts'
import { createExam, type Mark } from './exam.ts'
import { copyNetwork, type Network } from './network.ts'
import { type TrainingRows, train } from './train.ts'

/** A network as it was at some step of training, with what it was worth. */
export interface Checkpoint extends Mark {
  readonly steps: number
  /** Log score between chance (0) and perfect (1). */
  readonly skill: number
  readonly network: Network
}

/** What one training run went through. */
export interface Course {
  /** The check-point that did best on the exam. */
  readonly best: Checkpoint
  /** Check-points before it, whose skill by the grading rows rises from each to the next. */
  readonly before: readonly Checkpoint[]
}

/** What to train and how to watch it. */
export interface ClimbOptions {
  readonly start: Network
  readonly steps: number
  readonly fit: TrainingRows
  /** Rows that training does not see: they say when it is best. */
  readonly exam: TrainingRows
  /** Rows to grade the check-points before it by. */
  readonly grading: TrainingRows
  readonly scale: ScoreScale
  readonly rng: Rng
  /** Called with done and all steps. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** A check-point is kept when its skill is this much above the one kept before. */
const KEPT_GAIN = 0.01
/** Marks are taken this many times while the number of steps doubles: early steps change more. */
const MARKS_PER_DOUBLING = 22

/** Trains once and keeps check-points all the way up. */
export function climb({ start, steps, fit, exam, grading, scale, rng, onProgress }: ClimbOptions): Course {
  const toCheckpoint = (mark: Mark, step: number, network: Network): Checkpoint => ({
    ...mark,
    steps: step,
    skill: toSkill(mark.meanScore, scale),
    network: copyNetwork(network),
  })
  const markExam = createExam(exam, start)
  const markGrading = grading === exam ? undefined : createExam(grading, start)
  const kept: Checkpoint[] = []
  let best = toCheckpoint(markExam(start), 0, start)
  let due = 0
  train({
    network: start,
    rows: fit,
    rng,
    steps,
    onStep(step, network) {
      if (step < due && step < steps) return
      due = Math.ceil(Math.max(step + 1, step * 2 ** (1 / MARKS_PER_DOUBLING)))
      onProgress?.(step, steps)
      const mark = markExam(network)
      if (mark.meanScore > best.meanScore) best = toCheckpoint(mark, step, network)
      const grade = markGrading?.(network) ?? mark
      if (toSkill(grade.meanScore, scale) >= (kept.at(-1)?.skill ?? 0) + KEPT_GAIN)
        kept.push(toCheckpoint(grade, step, network))
    },
  })
  return { best, before: kept.filter((checkpoint) => checkpoint.steps < best.steps) }
}
