import { AppError } from '../errors.ts'

/** A running mean that forgets: what a validator keeps of one hotkey between rounds. */
export interface Average {
  /** Of the skill of each round, from 0 to 1. */
  readonly mean: number
  /** How many rounds the mean is worth; grows from 1 to `1 / (1 − 2^(−1/halfLife))`. */
  readonly weight: number
}

/**
 * The average after one more round in which the miner was asked. A round loses half of its weight in `halfLifeRounds`
 * rounds: `weight' = d·weight + 1`, `mean' = mean + (skill − mean) / weight'` with `d = 2^(−1/halfLifeRounds)`. Dividing
 * by the weight instead of by its limit lets the first round count in full, without a pull towards a starting value.
 *
 * Averaged are skills and not scores, so that a round costs at most its share of the weight (see `toSkill`): a full
 * average with a half-life of 20 loses 3.4 % of itself by a missed round, and has half of that back 20 rounds later.
 *
 * Rounds count alike whatever their tasks: one that could prove little, by an easy draw of lopsided classes, has skills
 * below 1 for everybody (see `logScaleOf`) and so moves nobody far up.
 *
 * A miner that was not asked keeps its average: do not call this. One that was asked and did not answer in time, or not
 * what was asked for, gets the skill of `scale.worst`, which is 0.
 * @param average `undefined` before the first round.
 * @throws AppError `out-of-range` for a skill that is not from 0 to 1 or a half-life that is not above 0.
 */
export function updateAverage(average: Average | undefined, skill: number, halfLifeRounds: number): Average {
  if (!(skill >= 0 && skill <= 1)) throw new AppError('out-of-range', `skill ${skill} is not valid; use 0 to 1`)
  if (!(halfLifeRounds > 0))
    throw new AppError('out-of-range', `half-life ${halfLifeRounds} is not valid; use rounds above 0`)
  if (average === undefined) return { mean: skill, weight: 1 }
  const weight = average.weight * 2 ** (-1 / halfLifeRounds) + 1
  return { mean: average.mean + (skill - average.mean) / weight, weight }
}
