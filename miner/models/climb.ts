import type { Rng } from '../../shared/rng.ts'
import { createExam, type ExamRows, type Mark } from './exam.ts'
import { copyNetwork, type Network } from './network.ts'
import { type TrainingRows, train } from './train.ts'

/** A network as it was at some step of training, with what it was worth. */
export interface Checkpoint extends Mark {
  readonly steps: number
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
  readonly exam: ExamRows
  /** Rows to grade the check-points before it by. */
  readonly grading: ExamRows
  /** Rows per step. */
  readonly batch?: number | undefined
  /** A check-point is kept when its skill is this much above the one kept before. */
  readonly gain?: number | undefined
  readonly rng: Rng
  /** Called with done and all steps. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** Gain of a check-point that is kept unless said otherwise. */
const KEPT_GAIN = 0.01
/** Marks are taken this many times while the number of steps doubles: early steps change more. */
const MARKS_PER_DOUBLING = 22

/** Trains once and keeps check-points all the way up. */
export function climb(options: ClimbOptions): Course {
  const { start, steps, fit, exam, grading, batch, gain = KEPT_GAIN, rng, onProgress } = options
  const markExam = createExam(exam, start)
  const markGrading = grading === exam ? undefined : createExam(grading, start)
  const look = (step: number, network: Network): Look => {
    const mark = markExam(network)
    const grade = markGrading?.(network) ?? mark
    // Few exam rows flatter the network that does best on them; the others are not to be measured by that.
    const examSkill = Math.min(grade.skill, mark.skill)
    return {
      graded: { ...grade, steps: step, network },
      examined: { ...mark, steps: step, skill: examSkill, network },
    }
  }
  const kept: Checkpoint[] = []
  let best = look(0, start).examined
  let due = 0
  train({
    network: start,
    rows: fit,
    rng,
    steps,
    batch,
    onStep(step, network) {
      if (step < due && step < steps) return
      due = Math.ceil(Math.max(step + 1, step * 2 ** (1 / MARKS_PER_DOUBLING)))
      onProgress?.(step, steps)
      const { graded, examined } = look(step, network)
      if (examined.meanScore > best.meanScore) best = keep(examined)
      if (graded.skill >= (kept.at(-1)?.skill ?? 0) + gain) kept.push(keep(graded))
    },
  })
  return { best, before: kept.filter((checkpoint) => checkpoint.steps < best.steps && checkpoint.skill < best.skill) }
}

/** A network by the grading rows and by the exam rows. */
interface Look {
  readonly graded: Checkpoint
  readonly examined: Checkpoint
}

/** The check-point with a network that training does not move any more. */
const keep = (checkpoint: Checkpoint): Checkpoint => ({ ...checkpoint, network: copyNetwork(checkpoint.network) })
