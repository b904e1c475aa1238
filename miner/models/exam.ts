import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import type { Network, NetworkShape } from './network.ts'
import { createBuffers, forward, softmaxRows } from './passes.ts'
import type { TrainingRows } from './train.ts'

/** Rows to ask, with the rule that answers are scored by. */
export interface ExamRows extends TrainingRows {
  /** Score of an answer to the row of an index, by the mechanism's rule. */
  score(row: number, answer: Float32Array): number
  /** Of exactly the picked rows. */
  readonly scale: ScoreScale
}

/** Result of a network on the exam rows. */
export interface Mark {
  /** Mean score in the unit of the rule, with the logits multiplied by `sharpness`. */
  readonly meanScore: number
  /** The same between chance (0) and perfect (1). */
  readonly skill: number
  /** Share of rows whose largest output is the label. */
  readonly accuracy: number
  /** Factor on the logits at which the mean score is best: a network early in training is too timid. */
  readonly sharpness: number
}

const SHARPNESS = [1 / 8, 16] as const
/**
 * A sharpness of e or 1/e must win this many nats over all rows to be chosen: few rows prove little. By another rule
 * than the log score it is as large a part of the way from chance to perfect as nats are of ln K with K even classes.
 */
const SHARPNESS_COST = 4
const SEARCH_STEPS = 12
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Marks networks of one shape on the same rows. */
export function createExam(rows: ExamRows, shape: NetworkShape): (network: Network) => Mark {
  const { inputs, picks } = rows
  const { classes } = shape
  const labels = picks.map((pick) => rows.labels[pick] ?? 0)
  const buffers = createBuffers(shape, picks.length)
  const probabilities = new Float32Array(buffers.logits.length)
  const answers = Array.from(picks, (_, row) => probabilities.subarray(row * classes, (row + 1) * classes))
  const room = rows.scale.perfect - rows.scale.chance
  const cost = (SHARPNESS_COST * room) / Math.log(classes) / picks.length
  return (network) => {
    forward(network, { inputs, picks }, buffers)
    const scoreAt = (logSharpness: number): number => {
      probabilities.set(buffers.logits)
      softmaxRows(probabilities, picks.length, classes, Math.exp(logSharpness))
      let sum = 0
      answers.forEach((answer, row) => {
        sum += rows.score(picks[row] ?? 0, answer)
      })
      return sum / picks.length
    }
    const worthAt = (logSharpness: number): number => scoreAt(logSharpness) - cost * logSharpness ** 2
    const best = maximise(worthAt, Math.log(SHARPNESS[0]), Math.log(SHARPNESS[1]))
    const meanScore = scoreAt(best)
    return {
      meanScore,
      skill: toSkill(meanScore, rows.scale),
      accuracy: accuracyOf(buffers.logits, labels, classes),
      sharpness: Math.exp(best),
    }
  }
}

/** Golden-section search: a proper score has one peak over the sharpness. */
function maximise(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high]
  let [x, y] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)]
  let [fx, fy] = [f(x), f(y)]
  for (let step = 0; step < SEARCH_STEPS; step++) {
    if (fx > fy) {
      ;[b, y, fy] = [y, x, fx]
      x = b - GOLDEN * (b - a)
      fx = f(x)
    } else {
      ;[a, x, fx] = [x, y, fy]
      y = a + GOLDEN * (b - a)
      fy = f(y)
    }
  }
  return (a + b) / 2
}

function accuracyOf(logits: Float32Array, labels: Uint32Array, classes: number): number {
  let correct = 0
  for (let row = 0; row < labels.length; row++) {
    const start = row * classes
    let top = 0
    for (let k = 1; k < classes; k++) if ((logits[start + k] ?? 0) > (logits[start + top] ?? 0)) top = k
    if (top === labels[row]) correct++
  }
  return correct / labels.length
}
