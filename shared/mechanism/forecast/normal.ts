/** Beyond this nothing is left: Φ(−9) is 1e-19. */
const REACH = 9
/** Up to here the rational function is used, beyond it the continued fraction. */
const SWITCH = 7.07106781186547
/** Hart's coefficients, highest power first. */
const ABOVE = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
]
const BELOW = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
]
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

/** Density of the standard normal distribution. */
export const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / ROOT_TWO_PI

/**
 * Cumulative standard normal distribution, within 1e-14: Hart's rational function, and a continued fraction in the tails
 * (Hart 1968, "Computer Approximations", algorithm 5666, as in West 2005, "Better approximations to cumulative normal
 * functions").
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x)
  if (size > REACH) return x < 0 ? 0 : 1
  const bell = Math.exp((-size * size) / 2)
  const tail =
    size < SWITCH
      ? (bell * polynomial(ABOVE, size)) / polynomial(BELOW, size)
      : bell / (size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))))) / ROOT_TWO_PI
  return x < 0 ? tail : 1 - tail
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (const coefficient of coefficients) value = value * x + coefficient
  return value
}
