const U16_MAX = 65_535

/** Skill up to here earns nothing: answers at chance scatter this far above it by luck. */
export const SKILL_FLOOR = 0.05

/**
 * Power of the skill above the floor. 1 would pay a crowd of beginners as much as one expert; from 3 on, validators with
 * tasks of their own differ so much in the best miners' weights that consensus clips them. With 2 and the committed
 * glyph models, three validators of equal stake and 128 own tasks each lose less than 10 % to clipping in the worst of
 * 300 draws (1.4 % in the median), and consensus always ranks the models in order.
 */
export const SKILL_EXPONENT = 2

/**
 * Weight row of skills, one per miner in their order: `w ∝ max(0, (skill − floor) / (1 − floor)) ^ 2`, scaled so that
 * the best miner has 65 535. All zero when nobody is above the floor.
 */
export function weigh(skills: readonly number[]): Uint16Array {
  const raw = skills.map((skill) => Math.max(0, (skill - SKILL_FLOOR) / (1 - SKILL_FLOOR)) ** SKILL_EXPONENT)
  const top = raw.reduce((most, value) => Math.max(most, value), 0)
  return Uint16Array.from(raw, (value) => (top === 0 ? 0 : Math.round((value / top) * U16_MAX)))
}
