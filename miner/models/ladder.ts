import { stratify } from '../../shared/data/split.ts'
import { AppError } from '../../shared/errors.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import type { Probabilities } from '../../shared/mechanism/rows/probabilities.ts'
import type { Rng } from '../../shared/rng.ts'
import { type ClimbOptions, climb } from './climb.ts'
import { createExam, type ExamRows } from './exam.ts'
import type { Examples } from './examples.ts'
import { copyNetwork, createNetwork, type Network, type NetworkShape } from './network.ts'
import { toGraph } from './network-graph.ts'
import { type Graph, writeOnnx } from './onnx-writer.ts'
import { pickRungs, RUNG_SHARES } from './pick-rungs.ts'
import { applyScaling, fitScaling, type Scaling } from './scaling.ts'
import { BATCH } from './train.ts'

/** One model of a ladder. */
export interface Rung {
  /** Steps it was trained for. */
  readonly steps: number
  /** ONNX file. */
  readonly bytes: Uint8Array
}

/** How to train a ladder; each has a value that does for most mechanisms. */
export interface LadderTraining {
  /** Neurons of the hidden layer. */
  readonly hidden?: number | undefined
  /** Steps of training; without, 2500, or fewer for rows wider than 784. */
  readonly steps?: number | undefined
  /** Examples per step. */
  readonly batch?: number | undefined
  /** Examples that training does not see and check-points are graded by, at most a fifth of all. */
  readonly examTasks?: number | undefined
  /** Skill of each rung as a share of the best one's, rising to 1. */
  readonly shares?: readonly number[] | undefined
  /** Least skill between two check-points that rungs are picked from. */
  readonly gain?: number | undefined
  /** Graph of a trained network; without, the plain one of `toGraph`. */
  readonly toGraph?: ((network: Network, scaling: Scaling) => Graph) | undefined
}

/** What to train on, and the rule to grade by. */
export interface LadderOptions<Task> {
  /** Of rows: an answer is one row of probabilities. */
  readonly mechanism: Pick<Mechanism<Task, unknown, Probabilities>, 'score' | 'scaleOf'>
  readonly examples: Examples<Task>
  readonly rng: Rng
  readonly training?: LadderTraining | undefined
  readonly onProgress?: ClimbOptions['onProgress']
}

const HIDDEN = 64
const STEPS = 2500
const MIN_STEPS = 300
/** Multiplications in the first layer that training may take: as many as 2500 steps on rows of 784. Wider rows get fewer steps. */
const MAX_WORK = STEPS * BATCH * 784 * HIDDEN
const EXAM_SHARE = 0.2
const EXAM_TASKS = 1500
/** Random networks of which the worst starts. */
const STARTS = 16
const MIN_SKILL = 0.1

/**
 * Trains one network by cross-entropy and takes six models from its course (or as many as there are shares): the last is
 * the best one by the mechanism's own score, the others are check-points with a set share of its skill. Each has its
 * sharpness fitted, so that it is honest about how much it knows.
 * The same examples and generator give the same bytes on the same Node version.
 * @throws AppError `not-learnable` when the features do not tell the answers apart.
 */
export function trainLadder<Task>(options: LadderOptions<Task>): readonly Rung[] {
  const { mechanism, examples, rng, training = {}, onProgress } = options
  const { tasks, labels, targets, width, outputs } = examples
  const shares = training.shares ?? RUNG_SHARES
  const examTasks = training.examTasks ?? EXAM_TASKS
  const scaling = fitScaling(examples.features, width)
  const inputs = applyScaling(examples.features, scaling)
  const toExam = (indices: Iterable<number>): ExamRows => {
    const picks = Uint32Array.from(indices)
    const scale = mechanism.scaleOf(Array.from(picks, (pick) => taskAt(tasks, pick)))
    const score = (row: number, answer: Float32Array): number => mechanism.score(taskAt(tasks, row), answer)
    return { inputs, labels, picks, scale, score }
  }
  const share = Math.min(EXAM_SHARE, examTasks / labels.length)
  const classNames = Array.from({ length: outputs }, (_, label) => String(label))
  const [examPicks = [], fitPicks = []] = stratify({ labels, classNames }, [share], rng.fork('exam'))
  const exam = toExam(examPicks)
  // The exam rows of few rows would be too few to grade the lower rungs by. Early in training all rows are fair to ask.
  const grading = labels.length > examTasks ? exam : toExam(labels.keys())
  const shape = { width, hidden: training.hidden ?? HIDDEN, classes: outputs }
  const course = climb({
    start: createStart(shape, grading, rng.fork('weights')),
    steps: training.steps ?? stepsFor(shape),
    batch: training.batch,
    fit: { inputs, labels, targets, picks: Uint32Array.from(fitPicks) },
    exam,
    grading,
    gain: training.gain,
    rng: rng.fork('order'),
    onProgress,
  })
  const rungs = pickRungs(course, shares)
  const reached = course.best.skill
  if (reached < MIN_SKILL || rungs.length < shares.length)
    throw new AppError(
      'not-learnable',
      `the best model reached skill ${reached.toFixed(3)} between chance (0) and perfect (1); ` +
        `valid is data whose features tell the classes apart, at ${MIN_SKILL} or more`,
    )
  const draw = training.toGraph ?? toGraph
  return rungs.map(({ network, steps, sharpness }) => ({
    steps,
    bytes: writeOnnx(draw(sharpen(network, sharpness), scaling)),
  }))
}

function taskAt<Task>(tasks: readonly Task[], index: number): Task {
  const task = tasks[index]
  if (task === undefined) throw new AppError('out-of-range', `there is no task ${index} among ${tasks.length}`)
  return task
}

const stepsFor = ({ width, hidden }: NetworkShape): number =>
  Math.max(MIN_STEPS, Math.min(STEPS, Math.floor(MAX_WORK / (BATCH * width * hidden))))

/** The least accurate of some random networks: one that is good by luck leaves no room below it for a ladder. */
function createStart(shape: NetworkShape, rows: ExamRows, rng: Rng): Network {
  const mark = createExam(rows, shape)
  const starts = Array.from({ length: STARTS }, () => {
    const network = createNetwork(shape, rng)
    return { network, accuracy: mark(network).accuracy }
  })
  return starts.reduce((worst, start) => (start.accuracy < worst.accuracy ? start : worst)).network
}

/** The network with its logits multiplied. */
function sharpen(network: Network, sharpness: number): Network {
  const sharp = copyNetwork(network)
  for (const values of [sharp.w2, sharp.b2])
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * sharpness
  return sharp
}
