import { normalCdf } from './normal.ts'

/** A mixture of normal distributions: the law of a next value. */
export interface Mixture {
  /** Sum to 1. */
  readonly weights: readonly number[]
  readonly means: readonly number[]
  readonly deviations: readonly number[]
}

/** A single normal distribution. */
export const normal = (mean: number, deviation: number): Mixture => ({
  weights: [1],
  means: [mean],
  deviations: [deviation],
})

/** Probability of a value up to `x`. */
export function mixtureCdf({ weights, means, deviations }: Mixture, x: number): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++)
    sum += (weights[i] ?? 0) * normalCdf((x - (means[i] ?? 0)) / (deviations[i] ?? 1))
  return sum
}

/** A unit of measurement: a value x is `scale · (x − centre)` of it. */
export interface Unit {
  readonly centre: number
  readonly scale: number
}

/** The law of the same value in another unit. */
export const inUnit = ({ weights, means, deviations }: Mixture, { centre, scale }: Unit): Mixture => ({
  weights,
  means: means.map((mean) => scale * (mean - centre)),
  deviations: deviations.map((deviation) => scale * deviation),
})
