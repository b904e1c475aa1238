import type { Shown } from '../strategies/strategy.ts'

/** Asked and without an answer that counts. */
const NOTHING = 0

/**
 * Skill that scoring pays for what a miner shows, 0 to 1, as `toWeights` does in the long run: of answers that are
 * somebody else's nothing, since the place that they share is the other's, who proves them or registered them earlier;
 * under a failed proof nothing; and of shared answers no more than the miner's own tasks show.
 */
export function paidSkill({ skill, own, copied, proof }: Shown): number {
  if (skill === undefined || copied !== undefined || proof !== undefined) return NOTHING
  return own === undefined || own > skill ? skill : own
}
