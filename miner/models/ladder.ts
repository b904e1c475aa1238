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
  readonly onProgress?: (done: number, total: number) => void
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
  const checkpoints = climb({
    start: createStart(rows, frequencies, rng.fork('weights')),
    fit: toTraining(fit),
    exam: toTraining(exam),
    scale: logScale(frequencies),
    rng: rng.fork('order'),
    onProgress,
  })
  const best = checkpoints.at(-1)
  if (best === undefined || best.skill < MIN_SKILL)
    throw new AppError(
      'not-learnable',
      `the best model reached skill ${(best?.skill ?? 0).toFixed(3)} between chance (0) and perfect (1); ` +
        `valid is data whose features tell the classes apart, at ${MIN_SKILL} or more`,
    )
  return pickRungs(checkpoints, best.skill).map(({ network, steps, sharpness, skill, accuracy }) => ({
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

/** A network that knows the class frequencies and nothing else yet. */
function createStart({ width }: LabelledRows, frequencies: readonly number[], rng: Rng): Network {
  const network = createNetwork({ width, hidden: HIDDEN, classes: frequencies.length }, rng)
  network.b2.set(frequencies.map(Math.log))
  return network
}

interface ClimbOptions {
  readonly start: Network
  readonly fit: TrainingRows
  readonly exam: TrainingRows
  readonly scale: ScoreScale
  readonly rng: Rng
  readonly onProgress: LadderOptions['onProgress']
}

/** Check-points of one training run whose skill rises from each to the next. */
function climb({ start, fit, exam, scale, rng, onProgress }: ClimbOptions): readonly Checkpoint[] {
  const steps = Math.max(MIN_STEPS, Math.min(STEPS, Math.floor(WORK / (2 * 64 * start.width * start.hidden))))
  const mark = createExam(exam)
  const kept: Checkpoint[] = []
  let best: Checkpoint | undefined
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
      const result = mark(network)
      const skill = toSkill(result.meanScore, scale)
      const last = kept.at(-1)
      const isStep = last === undefined || skill > last.skill + KEPT_GAIN
      if (!isStep && skill <= (best?.skill ?? 0)) return
      best = { ...result, steps: step, skill, network: copyNetwork(network) }
      if (isStep) kept.push(best)
    },
  })
  if (best !== undefined && best !== kept.at(-1)) kept.push(best)
  return kept
}

/** The check-point nearest to each target that is better than the rung below and leaves enough for those above. */
function pickRungs(checkpoints: readonly Checkpoint[], best: number): readonly Checkpoint[] {
  const rungs: Checkpoint[] = []
  let from = 0
  RUNG_SHARES.forEach((share, index) => {
    const until = checkpoints.length - (RUNG_SHARES.length - 1 - index)
    let nearest = from
    for (let at = from; at < until; at++)
      if (distance(checkpoints, at, share * best) < distance(checkpoints, nearest, share * best)) nearest = at
    const rung = checkpoints[nearest]
    if (rung !== undefined) rungs.push(rung)
    from = nearest + 1
  })
  return rungs
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
