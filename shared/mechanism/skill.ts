import type { ScoreScale } from './mechanism.ts'

/**
 * Skill of a mean score: 0 at chance or below, 1 when perfect, linear between, so that mechanisms with other rules and
 * class counts compare. `skill = (mean − chance) / (perfect − chance)`, the skill score of forecast verification.
 * Take it of a mean over rounds: clipping single rounds would reward those who scatter around chance.
 */
export function toSkill(meanScore: number, scale: ScoreScale): number {
  const skill = (meanScore - scale.chance) / (scale.perfect - scale.chance)
  return skill > 0 ? Math.min(1, skill) : 0
}
