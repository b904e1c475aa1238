/** Terms of the series below; at |x| = 3, where it is used last, the rest is below 1e-16. */
const SERIES_LIMIT = 3
const FRACTION_TERMS = 40
/** Beyond this nothing is left: Φ(−9) is 1e-19. */
const REACH = 9
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

/** Density of the standard normal distribution. */
export const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / ROOT_TWO_PI

/**
 * Cumulative standard normal distribution, within 1e-14: near 0 by the series φ(x)·(x + x³/3 + x⁵/(3·5) + …), in the
 * tails by the continued fraction φ(x)/(x + 1/(x + 2/(x + 3/…))) (Abramowitz & Stegun 26.2.11 and 26.2.14).
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x)
  if (size > REACH) return x < 0 ? 0 : 1
  if (size > SERIES_LIMIT) {
    let fraction = size
    for (let k = FRACTION_TERMS; k > 0; k--) fraction = size + k / fraction
    const tail = normalDensity(size) / fraction
    return x < 0 ? tail : 1 - tail
  }
  let term = x
  let sum = x
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 + normalDensity(x) * sum
}
