import { countClasses, type LabelledRows } from '../../shared/data/labelled-rows.ts'
import { stratify } from '../../shared/data/split.ts'
import { AppError } from '../../shared/errors.ts'
import { logScale } from '../../shared/mechanism/rows/log-score.ts'
import type { Rng } from '../../shared/rng.ts'
import { type Checkpoint, type ClimbOptions, type Course, climb } from './climb.ts'
import { createExam } from './exam.ts'
import { copyNetwork, createNetwork, type Network, type NetworkShape } from './network.ts'
import { toGraph } from './network-graph.ts'
import { writeOnnx } from './onnx-writer.ts'
import { applyScaling, fitScaling } from './scaling.ts'
import { BATCH, type TrainingRows } from './train.ts'

/** One model of a ladder. */
export interface Rung {
  /** Steps it was trained for. */
  readonly steps: number
  readonly sharpness: number
  /** Skill by log score and share of hits as training saw them: to grade by, not to report. */
  readonly examSkill: number
  readonly examAccuracy: number
  /** ONNX file. */
  readonly bytes: Uint8Array
}

/** What to train on. */
export interface LadderOptions {
  readonly rows: LabelledRows
  readonly rng: Rng
  readonly onProgress?: ClimbOptions['onProgress']
}

/** Neurons of the hidden layer. */
export const HIDDEN = 64
/** Skill of each rung as a share of the best one's: far enough apart that a few hundred tasks tell neighbours apart. */
export const RUNG_SHARES = [0.3, 0.45, 0.6, 0.74, 0.87, 1] as const

const STEPS = 2500
const MIN_STEPS = 300
/** Multiplications in the first layer that training may take: as many as 2500 steps on rows of 784. Wider rows get fewer steps. */
const MAX_WORK = STEPS * BATCH * 784 * HIDDEN
const EXAM_SHARE = 0.2
const MAX_EXAM_ROWS = 1500
/** Random networks of which the worst starts. */
const STARTS = 16
const MIN_SKILL = 0.1

/**
 * Trains one network and takes six models from its course: the last is the best one, the others are check-points with a
 * set share of its skill. Each has its sharpness fitted, so that it is honest about how much it knows.
 * The same rows and generator give the same bytes on the same Node version.
 * @throws AppError `not-learnable` when the features do not tell the classes apart.
 */
export function trainLadder({ rows, rng, onProgress }: LadderOptions): readonly Rung[] {
  const scaling = fitScaling(rows.features, rows.width)
  const inputs = applyScaling(rows.features, scaling)
  const toPart = (picks: Iterable<number>): TrainingRows => ({
    inputs,
    labels: rows.labels,
    picks: Uint32Array.from(picks),
  })
  const share = Math.min(EXAM_SHARE, MAX_EXAM_ROWS / rows.labels.length)
  const [examPicks = [], fitPicks = []] = stratify(rows, [share], rng.fork('exam'))
  const exam = toPart(examPicks)
  // The exam rows of few rows would be too few to grade the lower rungs by. Early in training all rows are fair to ask.
  const grading = rows.labels.length > MAX_EXAM_ROWS ? exam : toPart(rows.labels.keys())
  const shape = { width: rows.width, hidden: HIDDEN, classes: rows.classNames.length }
  const course = climb({
    start: createStart(shape, grading, rng.fork('weights')),
    steps: stepsFor(shape),
    fit: toPart(fitPicks),
    exam,
    grading,
    scale: logScale(countClasses(rows).map((count) => count / rows.labels.length)),
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

const stepsFor = ({ width, hidden }: NetworkShape): number =>
  Math.max(MIN_STEPS, Math.min(STEPS, Math.floor(MAX_WORK / (BATCH * width * hidden))))

/** The least accurate of some random networks: one that is good by luck leaves no room below it for a ladder. */
function createStart(shape: NetworkShape, rows: TrainingRows, rng: Rng): Network {
  const mark = createExam(rows, shape)
  const starts = Array.from({ length: STARTS }, () => {
    const network = createNetwork(shape, rng)
    return { network, accuracy: mark(network).accuracy }
  })
  return starts.reduce((worst, start) => (start.accuracy < worst.accuracy ? start : worst)).network
}

/** For each share but the last the check-point nearest to it that comes after the rung below; then the best one. */
function pickRungs({ best, before }: Course): readonly Checkpoint[] {
  const targets = RUNG_SHARES.slice(0, -1).map((share) => share * best.skill)
  let from = 0
  const lower = targets.flatMap((target, index) => {
    const until = before.length - (targets.length - 1 - index)
    const distance = (at: number): number => Math.abs((before[at]?.skill ?? 0) - target)
    let nearest = from
    for (let at = from; at < until; at++) if (distance(at) < distance(nearest)) nearest = at
    from = nearest + 1
    return before.slice(nearest, from)
  })
  return [...lower, best]
}

/** The network with its logits multiplied. */
function sharpen(network: Network, sharpness: number): Network {
  const sharp = copyNetwork(network)
  for (const values of [sharp.w2, sharp.b2])
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * sharpness
  return sharp
}
