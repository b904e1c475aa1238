import { normal } from './mixture.ts'
import { between, type Family } from './path.ts'

/** Values that are drawn and forgotten, so that a series does not begin at rest. */
const BURN_IN = 40
/** How far the modulus of the roots may be from 1, where everything is predictable, at the easiest and the hardest. */
const DAMPING = [0.04, 0.35] as const

/**
 * Autoregressive series of order 2, `x(t) = φ₁ x(t−1) + φ₂ x(t−2) + ε`: half of them swing, by a pair of complex roots,
 * and half drift, by two real ones, of which the second may be about 0 as in order 1.
 */
export const autoregressive: Family = (rng, length, difficulty) => {
  const modulus = 1 - between(rng, 0.01, DAMPING[0] + (DAMPING[1] - DAMPING[0]) * difficulty)
  const isSwinging = rng.below(2) === 0
  const turn = between(rng, 0.08 * Math.PI, 0.92 * Math.PI)
  const second = between(rng, -0.5, 0.5)
  const phi1 = isSwinging ? 2 * modulus * Math.cos(turn) : modulus + second
  const phi2 = isSwinging ? -modulus * modulus : -modulus * second
  const values = new Float64Array(length)
  let before = 0
  let last = 0
  let mean = 0
  for (let at = -BURN_IN; at < length; at++) {
    mean = phi1 * last + phi2 * before
    before = last
    last = mean + rng.normal()
    if (at >= 0) values[at] = last
  }
  return { values, law: normal(mean, 1) }
}
