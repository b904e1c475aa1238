import { AppError } from '../errors.ts'

/** A running mean that forgets: what a validator keeps of one hotkey between rounds. */
export interface Average {
  readonly mean: number
  /** How many rounds the mean is worth; grows from 1 to `1 / (1 − 2^(−1/halfLife))`. */
  readonly weight: number
}

/**
 * The average after one more round in which the miner was asked. A score loses half of its weight in `halfLifeRounds`
 * rounds: `weight' = d·weight + 1`, `mean' = mean + (score − mean) / weight'` with `d = 2^(−1/halfLifeRounds)`. Dividing
 * by the weight instead of by its limit lets the first round count in full, without a pull towards a starting value.
 *
 * A miner that was not asked keeps its average: do not call this. One that was asked and did not answer in time, or not
 * what was asked for, gets `scale.worst` as its score.
 * @param average `undefined` before the first round.
 * @throws AppError `out-of-range` for a score that is not finite or a half-life that is not above 0.
 */
export function updateAverage(average: Average | undefined, score: number, halfLifeRounds: number): Average {
  if (!Number.isFinite(score)) throw new AppError('out-of-range', `score ${score} is not valid; use a finite number`)
  if (!(halfLifeRounds > 0))
    throw new AppError('out-of-range', `half-life ${halfLifeRounds} is not valid; use rounds above 0`)
  if (average === undefined) return { mean: score, weight: 1 }
  const weight = average.weight * 2 ** (-1 / halfLifeRounds) + 1
  return { mean: average.mean + (score - average.mean) / weight, weight }
}
