import type { ScoreScale } from './mechanism.ts'

/**
 * Skill of a sample: 0 at chance or below, 1 when perfect, linear between, so that mechanisms with other rules and
 * class counts compare. `skill = (mean − chance) / (perfect − chance)`, the skill score of forecast verification, of the
 * mean score over the tasks.
 *
 * Give it the scale of the round's own tasks (`Mechanism.scaleOf`): then base rates are at chance whichever labels the
 * round drew, and earn 0 but for rounding. By the expected chance they would earn 0.06 at 80:20 and 0.43 at 99:1, by luck alone.
 *
 * Take it of every round before averaging over rounds. The worst score, ln(1e-4) for the log score, lies three times as
 * far below chance as perfect lies above it with ten classes, twelve times with two: in an average of scores one missed
 * round undoes as many perfect ones. As a skill it is 0, the worst there is, and costs that round and no more.
 *
 * The price is that answers which only scatter around chance gain: what luck brings above 0 counts and what it brings
 * below is cut. With a standard deviation σ of one task's skill, n tasks bring them σ / √(2πn): at n = 64 below 0.004
 * for noise around even classes. Base rates shaded to 0.7 or 1.3 of the rarer class average 0.013 at most up to 95:5 and
 * 0.03 at 99:1, and five rounds of them stay below `SKILL_FLOOR` up to 95:5; at 99:1 one validator in twenty sees up to
 * 0.055. A model that reports its probabilities sharper or flatter than they are loses, also on lopsided data.
 *
 * That takes rounds in which the rarer class comes twice or more on average. At 99:1 64 tasks hold it in every other
 * round only: leaving it out altogether averages 0.1 there (0.06 at 98:2), and sharper reports gain up to 0.07. With 256
 * tasks the first falls to 0.014 and the second is a loss again. Where it averages little, at 95:5, luck still takes the
 * first five rounds of leaving it out to 0.11 at most, above the floor at one validator in ten; a full average is below.
 *
 * Where base rates do better than expected a perfect round is below 1 (see `logScaleOf`): with 64 tasks perfect answers
 * average 0.97 at 70:30, 0.94 at 80:20, 0.9 at 90:10, 0.84 at 95:5 and 0.57 at 99:1. It is so for all miners of a round.
 * @param meanScore in the unit of the scale.
 */
export function toSkill(meanScore: number, scale: ScoreScale): number {
  const skill = (meanScore - scale.chance) / (scale.perfect - scale.chance)
  return skill > 0 ? Math.min(1, skill) : 0
}
