import type { Rng } from '../../rng.ts'
import type { Mechanism } from '../mechanism.ts'
import type { ClassRequest } from './answering.ts'
import { logScale, logScaleOf, logScore } from './log-score.ts'
import { type Probabilities, parseProbabilities } from './probabilities.ts'
import { meanDistribution, rowsToWire, totalVariation } from './row-answers.ts'

/** A row that a miner sees. */
export interface RowTask {
  readonly inputs: Float32Array
}

/** A row and the class it belongs to. The label never leaves the validator. */
export interface ClassTask extends RowTask {
  readonly label: number
}

/** What is the same wherever miners see one row per task and answer with probabilities of classes. */
export type AskingRows<Task extends RowTask> = Required<
  Pick<Mechanism<Task, ClassRequest, Probabilities>, 'toRequest' | 'parseAnswers' | 'distance' | 'blend' | 'rowForm'>
>

/** The validator's half of every mechanism whose miners see one row per task and answer with probabilities of classes. */
export const askingRows = <Task extends RowTask>(classes: number): AskingRows<Task> => ({
  toRequest: (tasks) => ({ inputs: rowsToWire(tasks.map(({ inputs }) => inputs)) }),
  parseAnswers: (input, tasks) => parseProbabilities(input, tasks.length, classes),
  distance: totalVariation,
  blend: meanDistribution,
  rowForm: { toRow: (row) => row, toAnswer: (row) => row },
})

/**
 * The validator's half of a mechanism that classifies rows and scores by the log score.
 * @param frequencies of the classes among tasks as they are drawn; they sum to 1. Chance is to know them and no more.
 */
export function asking(
  frequencies: readonly number[],
): AskingRows<ClassTask> &
  Pick<Mechanism<ClassTask, ClassRequest, Probabilities>, 'scale' | 'scaleOf' | 'toCanary' | 'score' | 'naiveAnswers'> {
  return {
    ...askingRows<ClassTask>(frequencies.length),
    scale: logScale(frequencies),
    scaleOf: (tasks) =>
      logScaleOf(
        tasks.map(({ label }) => label),
        frequencies,
      ),
    toCanary: ({ inputs }, rng) => ({ inputs, label: drawClass(frequencies, rng) }),
    score: ({ label }, probabilities) => logScore(probabilities[label] ?? 0),
    naiveAnswers: (tasks) => rowsToWire(tasks.map(() => Float32Array.from(frequencies))),
  }
}

/** A class drawn by its frequency; they sum to 1. */
export function drawClass(frequencies: readonly number[] | Float32Array, rng: Rng): number {
  let left = rng.uniform()
  const drawn = frequencies.findIndex((frequency) => {
    left -= frequency
    return left < 0
  })
  return drawn === -1 ? frequencies.length - 1 : drawn
}
