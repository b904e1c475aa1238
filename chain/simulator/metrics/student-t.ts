import { AppError } from '../../../shared/errors.ts'

/**
 * Probability that |T| ≤ t for Student's T with `freedom` degrees of freedom, by the finite sums of Abramowitz & Stegun,
 * Handbook of Mathematical Functions, 26.7.3 (odd) and 26.7.4 (even).
 */
export function studentCentral(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom))
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const isOdd = freedom % 2 === 1
  let term = isOdd ? cosine : 1
  let sum = 0
  for (let step = isOdd ? 1 : 0; step <= freedom - 2; step += 2) {
    sum += term
    term *= (cosine * cosine * (step + 1)) / (step + 2)
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum
}

/**
 * The t with P(|T| ≤ t) = `central`: half the width of a two-sided interval, in standard errors.
 * @param freedom whole number from 1.
 * @param central from 0 up to, not including, 1.
 * @throws AppError `out-of-range`.
 */
export function studentQuantile(freedom: number, central: number): number {
  if (!Number.isInteger(freedom) || freedom < 1)
    throw new AppError('out-of-range', `Student's t takes whole degrees of freedom from 1; found ${freedom}`)
  if (!(central >= 0 && central < 1))
    throw new AppError('out-of-range', `an interval covers a share from 0 to below 1; found ${central}`)
  let [low, high] = [0, 1]
  while (studentCentral(high, freedom) < central) high *= 2
  // Bisection down to neighbouring numbers.
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (studentCentral(middle, freedom) < central) low = middle
    else high = middle
  }
}
