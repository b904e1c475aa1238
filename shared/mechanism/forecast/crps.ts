import type { Probabilities } from '../rows/probabilities.ts'

/**
 * Continuous ranked probability score of a histogram, negated so that more is better, in the unit of `width`:
 * `−∫ (F(x) − 1{y ≤ x})² dx` (Gneiting & Raftery 2007, "Strictly Proper Scoring Rules, Prediction, and Estimation",
 * §4.2), where F grows evenly within each bin and the outcome y is known by its bin: the mean over all places in it.
 *
 * With F rising from a to b = a + p over t = 0 … 1, a bin of width w adds
 * - below the outcome `w ∫ F² = w (a² + ab + b²)/3`,
 * - above it `w ∫ (1 − F)²`, the same of 1 − a and 1 − b,
 * - in the outcome's own bin `w ∫ (F² − 2Ft + t) = w ((a² + ab + b²)/3 − a − 2p/3 + 1/2)`.
 *
 * Spreading the outcome over its bin is what makes the probabilities of the bins exactly the best report: the expected
 * loss is `∫ (F − G)²` plus a constant, with G the histogram of the outcome's law. Scored at the very point, a report
 * could gain by leaning to where within the bins the law has its weight. The price is a little resolution: certainty in
 * the right bin scores −w/6.
 */
export function binnedCrps(outcome: number, answer: Probabilities, width: number): number {
  let loss = 0
  let a = 0
  for (let bin = 0; bin < answer.length; bin++) {
    const p = answer[bin] ?? 0
    const b = a + p
    if (bin < outcome) loss += (a * a + a * b + b * b) / 3
    else if (bin > outcome) loss += ((1 - a) * (1 - a) + (1 - a) * (1 - b) + (1 - b) * (1 - b)) / 3
    else loss += (a * a + a * b + b * b) / 3 - a - (2 * p) / 3 + 0.5
    a = b
  }
  return -width * loss
}

/** Score of the worst answer over `bins` bins: certainty of one end where the outcome is at the other. */
export const worstCrps = (bins: number, width: number): number => -width * (bins - 7 / 6)
