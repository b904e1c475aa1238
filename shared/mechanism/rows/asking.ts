import { toWire } from '../../model/tensor.ts'
import type { Mechanism } from '../mechanism.ts'
import type { ClassRequest } from './answering.ts'
import { logScale, logScaleOf, logScore } from './log-score.ts'
import { type Probabilities, parseProbabilities } from './probabilities.ts'

/** A row and the class it belongs to. The label never leaves the validator. */
export interface ClassTask {
  readonly inputs: Float32Array
  readonly label: number
}

/**
 * The validator's half of a mechanism that classifies rows of `width` values into classes.
 * @param frequencies of the classes among tasks as they are drawn; they sum to 1. Chance is to know them and no more.
 */
export function asking(
  width: number,
  frequencies: readonly number[],
): Pick<
  Mechanism<ClassTask, ClassRequest, Probabilities>,
  'scale' | 'scaleOf' | 'toRequest' | 'parseAnswers' | 'score'
> {
  return {
    scale: logScale(frequencies),
    scaleOf: (tasks) =>
      logScaleOf(
        tasks.map(({ label }) => label),
        frequencies,
      ),
    toRequest(tasks) {
      const data = new Float32Array(tasks.length * width)
      tasks.forEach(({ inputs }, index) => {
        data.set(inputs, index * width)
      })
      return { inputs: toWire({ dims: [tasks.length, width], data }) }
    },
    parseAnswers: (input, tasks) => parseProbabilities(input, tasks.length, frequencies.length),
    score: ({ label }, probabilities) => logScore(probabilities[label] ?? 0),
  }
}
