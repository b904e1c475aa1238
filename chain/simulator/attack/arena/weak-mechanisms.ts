import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { ClassRequest } from '../../../../shared/mechanism/rows/answering.ts'
import type { ClassTask } from '../../../../shared/mechanism/rows/asking.ts'
import type { Probabilities } from '../../../../shared/mechanism/rows/probabilities.ts'
import { fromWire, parseWireTensor } from '../../../../shared/model/tensor.ts'

/** A mechanism that classifies rows. */
export type Classifying = Mechanism<ClassTask, ClassRequest, Probabilities>

/** Scored by whether the likeliest class is right, as most leaderboards do: chance is one in so many classes. */
export const byAccuracy = (mechanism: Classifying, classes: number): Classifying => {
  const scale = { worst: 0, chance: 1 / classes, perfect: 1 }
  return {
    ...mechanism,
    scale,
    scaleOf: () => scale,
    score: ({ label }, row) => Number(row.every((value, i) => i === label || value < (row[label] ?? 0))),
  }
}

/** Scored by the probability that the right class was given: improper, since it pays those who claim to be sure. */
export const byLinearScore = (mechanism: Classifying, classes: number): Classifying => {
  const scale = { worst: 0, chance: 1 / classes, perfect: 1 }
  return { ...mechanism, scale, scaleOf: () => scale, score: ({ label }, row) => row[label] ?? 0 }
}

/** Takes any rows of numbers from 0 to 1, whatever their sum: a parser that trusts. */
export const withLooseRows = (mechanism: Classifying, classes: number): Classifying => ({
  ...mechanism,
  parseAnswers(input, tasks) {
    const { data } = fromWire(parseWireTensor(input))
    return tasks.map((_, index) =>
      data.slice(index * classes, (index + 1) * classes).map((value) => Math.min(1, Math.max(0, value))),
    )
  },
})
