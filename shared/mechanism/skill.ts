import type { ScoreScale } from './mechanism.ts'

/**
 * Skill of one round: 0 at chance or below, 1 when perfect, linear between, so that mechanisms with other rules and
 * class counts compare. `skill = (mean − chance) / (perfect − chance)`, the skill score of forecast verification, of the
 * mean score over the round's tasks.
 *
 * Take it of every round before averaging over rounds. The worst score, ln(1e-4) for the log score, lies three times as
 * far below chance as perfect lies above it with ten classes, twelve times with two: in an average of scores one missed
 * round undoes as many perfect ones. As a skill it is 0, the worst there is, and costs that round and no more.
 *
 * The price is a bias of answers at chance: what luck brings above 0 counts and what it brings below is cut. With a
 * standard deviation σ of one task's skill, n tasks bring them σ / √(2πn). At n = 64 that is 0 for uniform answers,
 * below 0.004 for noise around even classes and 0.0015 for the base rates of ten classes of 9 to 11 %, all far below
 * `SKILL_FLOOR`. It grows as classes get lopsided, since base rates then score by which labels a round happens to have:
 * 0.02 at 65:35, 0.03 at 70:30, 0.06 at 80:20, 0.1 at 90:10. From 70:30 on 64 tasks are too few.
 *
 * Nor does it pay to take risks in a round, because its mean scatters too little: betting on one class in all of 64
 * glyphs brings at most 0.002, and a model that reports its probabilities sharper or flatter than they are loses.
 * @param meanScore in the unit of the scale.
 */
export function toSkill(meanScore: number, scale: ScoreScale): number {
  const skill = (meanScore - scale.chance) / (scale.perfect - scale.chance)
  return skill > 0 ? Math.min(1, skill) : 0
}
