import type { ScoreScale } from '../mechanism/mechanism.ts'

/** Stake of the bet: share of the capital that a worst answer loses. Just below 1, since a leaker never gives one. */
const STAKE = 0.9

/**
 * Evidence that a miner sees references, after one more round's canaries: the logarithm of the capital of somebody who
 * bets against chance, `E ← max(0, E + ln(1 + λ (score − chance) / (chance − worst)))` for each canary.
 *
 * The reference of a canary was drawn without looking at the task, so that no answer to the task scores above chance in
 * expectation, by whatever rule: without a leak the bet is fair or worse and its capital a supermartingale (Waudby-Smith
 * & Ramdas 2024, "Estimating means of bounded random variables by betting", §4). Starting over at 0 makes it a CUSUM of
 * e-values: canaries between two alarms at threshold ln A are A or more on average (Shin, Ramdas & Rinaldo 2024,
 * "E-detectors", theorem 2.4). No normal approximation is involved, and it may be looked at after every canary.
 *
 * That is exact where chance is the same for every canary. Where classes are lopsided it is taken on the canaries' own
 * labels and moves with them; over 20,000 rounds at 95:5 no shaded base rates came to the threshold.
 *
 * A miner that answers all canaries perfectly under the log score of ten classes gains 0.26 each: 62 for 10⁷.
 * @param evidence 0 before the first canary.
 * @param scale of exactly these canaries.
 * @param limit threshold of the alarm; capital above its double is not kept, so that evidence can fade.
 */
export function updateCanaryEvidence(
  evidence: number,
  scores: ArrayLike<number>,
  { scale, limit }: { scale: ScoreScale; limit: number },
): number {
  const room = scale.chance - scale.worst
  if (!(room > 0)) return evidence
  let capital = evidence
  for (let i = 0; i < scores.length; i++) {
    const win = Math.max(-1, ((scores[i] ?? scale.worst) - scale.chance) / room)
    capital = Math.min(2 * limit, Math.max(0, capital + Math.log(1 + STAKE * win)))
  }
  return capital
}
