import { normal } from './mixture.ts'
import { between, type Family } from './path.ts'

/** Values that are drawn and forgotten, so that a series does not begin where all do. */
const BURN_IN = 10
const STEEPNESS = [5, 9] as const
const OFFSET = [-0.75, -0.35] as const
/** Deviation of the noise: from, and to at the easiest and the hardest. */
const NOISE = [0.02, 0.06, 0.3] as const

/**
 * The Gauss map with noise, `x(t) = exp(−α x(t−1)²) + β + ε` (Hilborn 2000, "Chaos and Nonlinear Dynamics", §5.11): what
 * follows from the last value alone, but by no straight line. Unlike the logistic map it takes noise without bound.
 */
export const chaotic: Family = (rng, length, difficulty) => {
  const steepness = between(rng, STEEPNESS[0], STEEPNESS[1])
  const offset = between(rng, OFFSET[0], OFFSET[1])
  const noise = between(rng, NOISE[0], NOISE[1] + (NOISE[2] - NOISE[1]) * difficulty)
  const values = new Float64Array(length)
  let last = 0
  let mean = 0
  for (let at = -BURN_IN; at < length; at++) {
    mean = Math.exp(-steepness * last * last) + offset
    last = mean + noise * rng.normal()
    if (at >= 0) values[at] = last
  }
  return { values, law: normal(mean, noise) }
}
