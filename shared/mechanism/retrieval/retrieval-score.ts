import type { ScoreScale } from '../mechanism.ts'
import { logScore } from '../rows/log-score.ts'
import { discountOf, idealDcg, ndcg } from './ndcg.ts'
import { BLIND_ANSWER, BLIND_GAINS, expectedGains, toAnswer } from './posterior.ts'
import { COUNT_SHARES } from './relevant-set.ts'
import { type RetrievalTask, wantedOf } from './retrieval-task.ts'

/** Weight of the logarithms: with it the ranking has the larger part of the way from chance to the best answer. */
const LOG_WEIGHT = 0.25
/** The least share of the expected room between chance and the best answer that few tasks may come down to. */
const MIN_ROOM = 0.5

/**
 * Score of one answer: `nDCG@5 + ¼ Σ ln max(p, ε) / ideal DCG`, the sum over what is relevant. "None" is an item like
 * the documents, and the relevant one where no document is: ranked first it earns 1 there.
 *
 * Strictly proper, by a miner's belief about what is relevant. Let g be the expected gain of each item, P(it is relevant)
 * weighted with 1 / ideal DCG. The expected nDCG is Σ g · discount, which is highest when items are ranked by g
 * (rearrangement inequality), for every answer of that order. The expected sum of logarithms is Σ g · ln p, which is
 * highest for p = g / Σ g alone, and that answer ranks by g: no other does as well in both. The clip at ε is that of the
 * log score.
 */
export function retrievalScore(task: Pick<RetrievalTask, 'relevant'>, answer: ArrayLike<number>): number {
  const wanted = wantedOf(task)
  let logs = 0
  for (const item of wanted) logs += logScore(answer[item] ?? 0)
  return ndcg(answer, wanted) + (LOG_WEIGHT * logs) / idealDcg(wanted.length)
}

/** What the score of an answer is by expectation, given the expected gain of every item. */
export const expectedScore = (gains: ArrayLike<number>, answer: ArrayLike<number>): number =>
  Array.from(gains).reduce(
    (sum, gain, item) => sum + gain * (discountOf(item, answer) + LOG_WEIGHT * logScore(answer[item] ?? 0)),
    0,
  )

/** The worst score: all that is relevant has no probability and stands below the cut-off. */
export const WORST_SCORE = Math.min(
  ...COUNT_SHARES.slice(1).map((_, index) => (LOG_WEIGHT * (index + 1) * logScore(0)) / idealDcg(index + 1)),
)

/** What answers that do not look at the tasks get by expectation, at every difficulty. */
export const EXPECTED_CHANCE = expectedScore(BLIND_GAINS, BLIND_ANSWER)

/**
 * The scale of exactly these tasks. `chance` is what the best answer of somebody who does not look at them gets, the
 * same one for each; rankings at random and "none" throughout are worse on average. `perfect` is what the best answer
 * of somebody who knows how they were drawn gets, luck included.
 *
 * On few tasks that luck may leave it near chance, and a hair's breadth would be much skill. There `perfect` lies so far
 * above chance as half of what could be expected of these very queries and documents.
 */
export function retrievalScaleOf(tasks: readonly RetrievalTask[]): ScoreScale {
  let chance = 0
  let perfect = 0
  let room = 0
  for (const task of tasks) {
    const gains = expectedGains(task)
    const best = toAnswer(gains)
    chance += retrievalScore(task, BLIND_ANSWER) / tasks.length
    perfect += retrievalScore(task, best) / tasks.length
    room += (expectedScore(gains, best) - expectedScore(gains, BLIND_ANSWER)) / tasks.length
  }
  return { worst: WORST_SCORE, chance, perfect: Math.max(perfect, chance + MIN_ROOM * room) }
}
