import { idealDcg } from './ndcg.ts'
import { toTarget } from './relevance-map.ts'
import { COUNT_SHARES } from './relevant-set.ts'
import { ANSWERS, DOCUMENTS, documentOf, NONE, queryOf, type RetrievalTask } from './retrieval-task.ts'

/**
 * Expected gain of every item, given what a miner sees and the law that tasks are drawn from. The gain of an item is what
 * it adds to a ranking at the first place: 1 / ideal DCG when it is relevant, 0 otherwise. "None" is relevant where no
 * document is.
 *
 * Exact. With odds ratios x of the documents, a set of m relevant ones has probability ∝ share(m) / C(D, m) · Π x over
 * the set, so that all sums over sets are elementary symmetric polynomials of x, of degree 3 at most.
 */
export function expectedGains({ inputs, correlation }: Omit<RetrievalTask, 'relevant'>): Float64Array {
  const target = toTarget(queryOf(inputs))
  return gainsOf(
    Array.from({ length: DOCUMENTS }, (_, index) => oddsRatio(documentOf(inputs, index), target, correlation)),
  )
}

/** Expected gain of every item for somebody who does not look at the tasks. */
export const BLIND_GAINS: Float64Array = gainsOf(Array<number>(DOCUMENTS).fill(1))

/** Answer of somebody who knows how tasks are drawn and does not look at them. */
export const BLIND_ANSWER: Float32Array = toAnswer(BLIND_GAINS)

/**
 * How much more probable a document is when it is relevant than when it is not: N(ρt, 1 − ρ²) over N(0, 1) in every
 * dimension, ρ the correlation and t the rotated query.
 */
function oddsRatio(document: Float32Array, target: readonly number[], correlation: number): number {
  const variance = 1 - correlation ** 2
  let log = 0
  target.forEach((centre, dimension) => {
    const value = document[dimension] ?? 0
    log += (value ** 2 - (value - correlation * centre) ** 2 / variance - Math.log(variance)) / 2
  })
  return Math.exp(log)
}

function gainsOf(ratios: readonly number[]): Float64Array {
  const weights = COUNT_SHARES.map((share, count) => share / choose(DOCUMENTS, count))
  const sums = symmetricSums(ratios)
  const total = weights.reduce((sum, weight, count) => sum + weight * (sums[count] ?? 0), 0)
  const gains = new Float64Array(ANSWERS)
  gains[NONE] = (weights[0] ?? 0) / total
  ratios.forEach((ratio, index) => {
    // Taking a document out of the sums again would be quicker, and wrong where it dominates them.
    const others = symmetricSums(ratios, index)
    for (let count = 1; count < weights.length; count++) {
      const probability = ((weights[count] ?? 0) * ratio * (others[count - 1] ?? 0)) / total
      gains[index] = (gains[index] ?? 0) + probability / idealDcg(count)
    }
  })
  return gains
}

/** Elementary symmetric polynomials of degrees 0 to 3: sums over all sets of that size of the product of their ratios. */
function symmetricSums(ratios: readonly number[], without?: number): readonly number[] {
  let [first, second, third] = [0, 0, 0]
  for (let index = 0; index < ratios.length; index++) {
    if (index === without) continue
    const ratio = ratios[index] ?? 0
    third += ratio * second
    second += ratio * first
    first += ratio
  }
  return [1, first, second, third]
}

/** Binomial coefficient. */
function choose(from: number, count: number): number {
  return count === 0 ? 1 : (choose(from, count - 1) * (from - count + 1)) / count
}

/** The best answer for these expected gains: each item's share of them. */
export function toAnswer(gains: Float64Array): Float32Array {
  const sum = gains.reduce((total, gain) => total + gain, 0)
  return Float32Array.from(gains, (gain) => gain / sum)
}
