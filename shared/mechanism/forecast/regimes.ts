import type { Mixture } from './mixture.ts'
import { normalDensity } from './normal.ts'
import { between, type Family } from './path.ts'

/** Fewest and most regimes. */
const REGIMES = [2, 3] as const
/** Distance of the means of neighbouring regimes. */
const GAP = [1.5, 3] as const
/** Deviation within a regime. */
const DEVIATION = [0.1, 0.8] as const
/** Probability of leaving a regime: from, and to at the easiest and the hardest. */
const SWITCHING = [0.02, 0.06, 0.4] as const

/** What a regime-switching series is drawn by. */
export interface Regimes {
  /** Of the values within each regime. */
  readonly means: readonly number[]
  readonly deviations: readonly number[]
  /** Probability of leaving a regime at a step, for any other one. */
  readonly leaving: number
}

/** Values around the mean and by the volatility of a regime that nobody sees, and that changes now and then to another. */
export const regimes: Family = (rng, length, difficulty) => {
  const count = REGIMES[0] + rng.below(REGIMES[1] - REGIMES[0] + 1)
  const means: number[] = []
  for (let regime = 0; regime < count; regime++)
    means.push(regime === 0 ? 0 : (means[regime - 1] ?? 0) + between(rng, GAP[0], GAP[1]))
  const deviations = means.map(() => between(rng, DEVIATION[0], DEVIATION[1]))
  const leaving = between(rng, SWITCHING[0], SWITCHING[1] + (SWITCHING[2] - SWITCHING[1]) * difficulty)
  let regime = rng.below(count)
  const values = Float64Array.from({ length }, (_, at) => {
    if (at > 0 && rng.uniform() < leaving) regime = (regime + 1 + rng.below(count - 1)) % count
    return (means[regime] ?? 0) + (deviations[regime] ?? 1) * rng.normal()
  })
  return { values, law: nextValueLaw({ means, deviations, leaving }, values.subarray(0, length - 1)) }
}

/**
 * Exact law of the value after the given ones: a mixture of all regimes by their probabilities (Hamilton 1989, "A New
 * Approach to the Economic Analysis of Nonstationary Time Series and the Business Cycle", the filter of §4). The first
 * regime was drawn evenly.
 */
export function nextValueLaw({ means, deviations, leaving }: Regimes, values: Float64Array): Mixture {
  let belief: readonly number[] = means.map(() => 1 / means.length)
  for (const value of values) belief = moveOn(updateBelief(belief, value, means, deviations), leaving)
  return { weights: belief, means, deviations }
}

/** Probabilities of the regimes after a value was seen, by Bayes' rule. */
function updateBelief(
  belief: readonly number[],
  value: number,
  means: readonly number[],
  deviations: readonly number[],
): readonly number[] {
  const joint = belief.map((probability, regime) => {
    const deviation = deviations[regime] ?? 1
    return (probability * normalDensity((value - (means[regime] ?? 0)) / deviation)) / deviation
  })
  const sum = joint.reduce((total, probability) => total + probability, 0)
  return joint.map((probability) => probability / sum)
}

/** Probabilities of the regimes one step on: each is left with probability `leaving` for any other one. */
const moveOn = (belief: readonly number[], leaving: number): readonly number[] =>
  belief.map((probability) => probability * (1 - leaving) + ((1 - probability) * leaving) / (belief.length - 1))
