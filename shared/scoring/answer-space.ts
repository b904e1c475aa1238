import type { ScoreScale } from '../mechanism/mechanism.ts'
import { type Places, type RowContributionOptions, rowContributions } from './contribution.ts'

/** The answers of a round's miners to its shared tasks, as far as comparing them takes; miners by position. */
export interface AnswerSpace {
  /** Distance of two miners' answers to a task, 0 to 1; a metric (the search prunes by the triangle inequality). */
  distance(a: number, b: number, task: number): number
  /** Marginal contribution of each miner that answered, in skill; absent where the mechanism has no blend. */
  contributions?(places: Places): ReadonlyMap<number, number>
}

export interface RowSpaceOptions extends Omit<RowContributionOptions, 'places'> {
  /** Of the shared tasks. */
  readonly scale: ScoreScale
}

/**
 * Answers that are rows of probabilities: total variation `½ Σ |p − q|` as distance (Levin, Peres & Wilmer 2009, "Markov
 * Chains and Mixing Times", §4.1) and the mean of rows as blend.
 */
export function rowSpace({ scale, ...answers }: RowSpaceOptions): AnswerSpace {
  const { rows, width } = answers
  const room = scale.perfect - scale.chance
  return {
    distance(a, b, task) {
      const left = rows[a]
      const right = rows[b]
      return left === undefined || right === undefined ? 1 : totalVariation(left, right, task * width, width)
    },
    contributions: (places) =>
      new Map([...rowContributions({ ...answers, places })].map(([miner, score]) => [miner, score / room])),
  }
}

/** `½ Σ |p − q|` of the rows at an offset: 0 when equal, 1 when they agree on nothing. */
export function totalVariation(left: Float32Array, right: Float32Array, offset: number, width: number): number {
  let sum = 0
  for (let i = offset; i < offset + width; i++) sum += Math.abs((left[i] ?? 0) - (right[i] ?? 0))
  return sum / 2
}
