import { countClasses, type LabelledRows, selectRows } from '../../shared/data/labelled-rows.ts'
import { stratify } from '../../shared/data/split.ts'
import { AppError } from '../../shared/errors.ts'
import { logScale } from '../../shared/mechanism/log-score.ts'
import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import type { Rng } from '../../shared/rng.ts'
import { createExam, type Mark } from './exam.ts'
import { copyNetwork, createNetwork, type Network } from './network.ts'
import { toGraph } from './network-graph.ts'
import { writeOnnx } from './onnx-writer.ts'
import { applyScaling, fitScaling } from './scaling.ts'
import { type TrainingRows, train } from './train.ts'

/** One model of a ladder. */
export interface Rung {
  /** Steps it was trained for. */
  readonly steps: number
  readonly sharpness: number
  /** Skill by log score and share of hits on the exam rows, which training did not see. */
  readonly examSkill: number
  readonly examAccuracy: number
  /** ONNX file. */
  readonly bytes: Uint8Array
}

/** What to train on. */
export interface LadderOptions {
  readonly rows: LabelledRows
  readonly rng: Rng
  /** Called with done and total steps. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** Neurons of the hidden layer. */
export const HIDDEN = 64
/** Skill of each rung as a share of the best one's: far enough apart that a few hundred tasks tell neighbours apart. */
export const RUNG_SHARES = [0.3, 0.45, 0.6, 0.74, 0.87, 1] as const

const STEPS = 2500
const MIN_STEPS = 300
/** Multiplications by weights of the first layer that training may take; wide rows get fewer steps. */
const WORK = 2 * STEPS * 64 * 784 * HIDDEN
const EXAM_SHARE = 0.2
const MAX_EXAM_ROWS = 1500
/** A check-point is kept when its skill rose by this much over the one kept before. */
const KEPT_GAIN = 0.01
/** Random networks of which the worst starts. */
const STARTS = 16
const MIN_SKILL = 0.1

interface Checkpoint extends Mark {
  readonly steps: number
  readonly skill: number
  readonly network: Network
}

/**
 * Trains one network and takes six models from its course: the last is the best one, the others are check-points with a
 * set share of its skill. Each has its sharpness fitted, so that it is honest about how much it knows.
 * The same rows and generator give the same bytes on the same Node version.
 * @throws AppError `not-learnable` when the features do not tell the classes apart.
 */
export function trainLadder({ rows, rng, onProgress }: LadderOptions): readonly Rung[] {
  const scaling = fitScaling(rows.features, rows.width)
  const { fit, exam } = splitExam(rows, rng.fork('exam'))
  const toTraining = (part: LabelledRows): TrainingRows => ({
    inputs: applyScaling(part.features, scaling),
    labels: part.labels,
  })
  const counts = countClasses(rows)
  const frequencies = counts.map((count) => count / rows.labels.length)
  const course = climb({
    start: createStart(rows.width, rows.classNames.length, toTraining(fit), rng.fork('weights')),
    fit: toTraining(fit),
    ...toExams(rows, exam, toTraining),
    scale: logScale(frequencies),
    rng: rng.fork('order'),
    onProgress,
  })
  const rungs = pickRungs(course)
  const reached = course.best.skill
  if (reached < MIN_SKILL || rungs.length < RUNG_SHARES.length)
    throw new AppError(
      'not-learnable',
      `the best model reached skill ${reached.toFixed(3)} between chance (0) and perfect (1); ` +
        `valid is data whose features tell the classes apart, at ${MIN_SKILL} or more`,
    )
  return rungs.map(({ network, steps, sharpness, skill, accuracy }) => ({
    steps,
    sharpness,
    examSkill: skill,
    examAccuracy: accuracy,
    bytes: writeOnnx(toGraph(sharpen(network, sharpness), scaling)),
  }))
}

function splitExam(rows: LabelledRows, rng: Rng): { readonly fit: LabelledRows; readonly exam: LabelledRows } {
  const share = Math.min(EXAM_SHARE, MAX_EXAM_ROWS / rows.labels.length)
  const [exam = [], fit = []] = stratify(rows, [share], rng)
  return { fit: selectRows(rows, fit), exam: selectRows(rows, exam) }
}

/**
 * The lower rungs of few rows are graded on all of them, since the exam rows alone would be too few to tell; so early in
 * training that is fair. Of many rows the exam rows do.
 */
function toExams(
  rows: LabelledRows,
  exam: LabelledRows,
  toTraining: (part: LabelledRows) => TrainingRows,
): Pick<ClimbOptions, 'exam' | 'grading'> {
  const examRows = toTraining(exam)
  return { exam: examRows, grading: rows.labels.length > MAX_EXAM_ROWS ? examRows : toTraining(rows) }
}

/** The least accurate of some random networks: one that is good by luck leaves no room below it for a ladder. */
function createStart(width: number, classes: number, exam: TrainingRows, rng: Rng): Network {
  const mark = createExam(exam)
  const starts = Array.from({ length: STARTS }, () => {
    const network = createNetwork({ width, hidden: HIDDEN, classes }, rng)
    return { network, accuracy: mark(network).accuracy }
  })
  return starts.reduce((worst, start) => (start.accuracy < worst.accuracy ? start : worst)).network
}

interface ClimbOptions {
  readonly start: Network
  readonly fit: TrainingRows
  /** Rows that training does not see: they say when it is best. */
  readonly exam: TrainingRows
  /** Rows to grade the lower rungs by. */
  readonly grading: TrainingRows
  readonly scale: ScoreScale
  readonly rng: Rng
  readonly onProgress: LadderOptions['onProgress']
}

interface Course {
  readonly best: Checkpoint
  /** Check-points before the best one whose skill rises from each to the next. */
  readonly before: readonly Checkpoint[]
}

/** Trains once, marking more often at first, when a step changes more. */
function climb({ start, fit, exam, grading, scale, rng, onProgress }: ClimbOptions): Course {
  const steps = Math.max(MIN_STEPS, Math.min(STEPS, Math.floor(WORK / (2 * 64 * start.width * start.hidden))))
  const toCheckpoint = (mark: Mark, step: number, network: Network): Checkpoint => ({
    ...mark,
    steps: step,
    skill: toSkill(mark.meanScore, scale),
    network: copyNetwork(network),
  })
  const markExam = createExam(exam)
  const markGrading = createExam(grading)
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
      due = step + Math.max(1, Math.floor(step / 32))
      onProgress?.(step, steps)
      const result = markExam(network)
      if (result.meanScore > best.meanScore) best = toCheckpoint(result, step, network)
      const grade = grading === exam ? result : markGrading(network)
      if (toSkill(grade.meanScore, scale) >= (kept.at(-1)?.skill ?? 0) + KEPT_GAIN)
        kept.push(toCheckpoint(grade, step, network))
    },
  })
  return { best, before: kept.filter((checkpoint) => checkpoint.steps < best.steps) }
}

/** For each share but the last the check-point nearest to it that comes after the rung below; then the best one. */
function pickRungs({ best, before }: Course): readonly Checkpoint[] {
  const shares = RUNG_SHARES.slice(0, -1)
  let from = 0
  const lower = shares.flatMap((share, index) => {
    const until = before.length - (shares.length - 1 - index)
    let nearest = from
    for (let at = from; at < until; at++)
      if (distance(before, at, share * best.skill) < distance(before, nearest, share * best.skill)) nearest = at
    from = nearest + 1
    return before.slice(nearest, from)
  })
  return [...lower, best]
}

const distance = (checkpoints: readonly Checkpoint[], at: number, target: number): number =>
  Math.abs((checkpoints[at]?.skill ?? 0) - target)

/** The network with its logits multiplied. */
function sharpen(network: Network, sharpness: number): Network {
  const sharp = copyNetwork(network)
  for (const values of [sharp.w2, sharp.b2])
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * sharpness
  return sharp
}
