import { AppError } from '../errors.ts'
import { sampleOf } from './sample.ts'

/** How far one miner is ahead of another on the same tasks. */
export interface PairedDifference {
  /** Mean of (score of a − score of b), in the unit of the rule. */
  readonly mean: number
  readonly standardError: number
  readonly items: number
  /** Probability that `a` is the better one, by the normal approximation: 0.5 when nothing tells them apart. */
  readonly confidence: number
}

/** Quantile of the normal distribution that 95 % lie below. */
export const Z_95 = 1.6448536269514722

/**
 * Paired comparison of two miners on the tasks that both answered: mean difference and its standard error `s / √n`. The
 * difficulty of a task is in both scores and cancels, so that few tasks tell neighbours apart (Student 1908; Fisher 1935,
 * "The Design of Experiments", §17).
 * @param a score of each task.
 * @param b scores of the same tasks in the same order.
 * @throws AppError `out-of-range` for lengths that differ.
 */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>): PairedDifference {
  if (a.length !== b.length)
    throw new AppError('out-of-range', `${a.length} and ${b.length} scores are not of the same tasks`)
  const differences = Float64Array.from(a, (score, i) => score - (b[i] ?? 0))
  const { count, mean, variance } = sampleOf(differences)
  const standardError = count === 0 ? 0 : Math.sqrt(variance / count)
  return { mean, standardError, items: count, confidence: confidenceOf(mean, standardError) }
}

/**
 * Items after which the better of two is ranked above the worse with 95 % probability: the smallest `n` with
 * `|δ| √n ≥ z σ`, which is `⌈(1.645 σ / δ)²⌉` for paired differences of mean δ and standard deviation σ.
 * @returns `Infinity` when the differences have no mean.
 */
export function itemsToTell(differences: ArrayLike<number>): number {
  const { mean, variance } = sampleOf(differences)
  return mean === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil((Z_95 * Z_95 * variance) / (mean * mean)))
}

/**
 * The same for the rule that most networks use: accuracy, each miner on tasks of its own. Two shares `p` and `q` of right
 * answers differ by `p − q` with variance `(p(1 − p) + q(1 − q)) / n`.
 */
export function itemsToTellByAccuracy(p: number, q: number): number {
  const gap = p - q
  if (gap === 0) return Number.POSITIVE_INFINITY
  return Math.max(1, Math.ceil((Z_95 * Z_95 * (p * (1 - p) + q * (1 - q))) / (gap * gap)))
}

function confidenceOf(mean: number, standardError: number): number {
  if (mean === 0) return 0.5
  return standardError === 0 ? Number(mean > 0) : normalCdf(mean / standardError)
}

/** Φ(z), by Abramowitz & Stegun 7.1.26; off by 1.5e-7 at most. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = (poly * Math.exp(-x * x)) / 2
  return z < 0 ? tail : 1 - tail
}
