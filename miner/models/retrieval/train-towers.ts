import { idealDcg } from '../../../shared/mechanism/retrieval/ndcg.ts'
import { type RetrievalTask, wantedOf } from '../../../shared/mechanism/retrieval/retrieval-task.ts'
import type { Rng } from '../../../shared/rng.ts'
import { createAdam } from '../adam.ts'
import { backward, copyTowers, forward, parametersOf, type Towers, zeroTowers } from './towers.ts'

/** Tasks per step. */
const BATCH = 64
/** Low, so that the way up has many steps: a map of a few hundred weights is learnt soon. */
const PEAK_RATE = 0.002

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
  const descend = createAdam(parametersOf(towers))
  for (let step = 1; step <= steps; step++) {
    for (const values of parametersOf(gradient)) values.fill(0)
    for (let i = 0; i < BATCH; i++) {
      const task = tasks[rng.below(tasks.length)]
      if (task === undefined) continue
      const pass = forward(towers, task.inputs)
      backward(towers, pass, toErrors(pass.logits, wantedOf(task)), gradient)
    }
    descend(parametersOf(gradient), { rate: PEAK_RATE * (1 - step / (steps + 1)) })
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
