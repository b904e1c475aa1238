import { idealDcg } from '../../../shared/mechanism/retrieval/ndcg.ts'
import { type RetrievalTask, wantedOf } from '../../../shared/mechanism/retrieval/retrieval-task.ts'
import type { Rng } from '../../../shared/rng.ts'
import { backward, copyTowers, forward, parametersOf, type Towers, zeroTowers } from './towers.ts'

/** Tasks per step. */
const BATCH = 64
/** Low, so that the way up has many steps: a map of a few hundred weights is learnt soon. */
const PEAK_RATE = 0.002
/** Adam's constants (Kingma & Ba 2015, Algorithm 1). */
const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-8

/** What to train on. */
export interface TowersTraining {
  readonly start: Towers
  readonly tasks: readonly RetrievalTask[]
  readonly steps: number
  readonly rng: Rng
  /** Sees the towers after each step; it must not keep them, training moves them. */
  onStep(step: number, towers: Towers): void
}

/**
 * Trains towers by Adam on the logarithmic part of the score, whose best answer ranks best as well. The rate falls
 * evenly to 0. Tasks are drawn with replacement. Deterministic.
 */
export function trainTowers({ start, tasks, steps, rng, onStep }: TowersTraining): void {
  const { rank } = start
  const towers = copyTowers(start)
  const gradient = zeroTowers(rank)
  const mean = zeroTowers(rank)
  const square = zeroTowers(rank)
  for (let step = 1; step <= steps; step++) {
    for (const values of parametersOf(gradient)) values.fill(0)
    for (let i = 0; i < BATCH; i++) {
      const task = tasks[rng.below(tasks.length)]
      if (task === undefined) continue
      const pass = forward(towers, task.inputs)
      backward(towers, pass, toErrors(pass.logits, wantedOf(task)), gradient)
    }
    adam({ towers, gradient, mean, square, step, rate: PEAK_RATE * (1 - step / (steps + 1)) })
    onStep(step, towers)
  }
}

/** Gradient of −Σ ln p / ideal DCG over the wanted items, at the logits of one task of a batch. */
function toErrors(logits: Float64Array, wanted: readonly number[]): Float64Array {
  const top = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - top))
  const sum = powers.reduce((total, power) => total + power, 0)
  const weight = 1 / (idealDcg(wanted.length) * BATCH)
  const errors = powers.map((power) => (weight * wanted.length * power) / sum)
  for (const item of wanted) errors[item] = (errors[item] ?? 0) - weight
  return errors
}

interface AdamStep {
  readonly towers: Towers
  readonly gradient: Towers
  readonly mean: Towers
  readonly square: Towers
  readonly step: number
  readonly rate: number
}

function adam({ towers, gradient, mean, square, step, rate }: AdamStep): void {
  const corrected = (rate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step)
  const [gradients, means, squares] = [parametersOf(gradient), parametersOf(mean), parametersOf(square)]
  parametersOf(towers).forEach((values, index) => {
    const g = gradients[index] ?? values
    const m = means[index] ?? values
    const v = squares[index] ?? values
    for (let i = 0; i < values.length; i++) {
      const slope = g[i] ?? 0
      const first = BETA1 * (m[i] ?? 0) + (1 - BETA1) * slope
      const second = BETA2 * (v[i] ?? 0) + (1 - BETA2) * slope * slope
      m[i] = first
      v[i] = second
      values[i] = (values[i] ?? 0) - (corrected * first) / (Math.sqrt(second) + EPSILON)
    }
  })
}
