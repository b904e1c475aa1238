import { U16_MAX } from '../units.ts'

/**
 * How skills become raw weights, before factors and scaling. They are written to `raw` and returned, where there is
 * something to write them to already.
 */
export type WeightShape = (skills: ArrayLike<number>, raw?: Float64Array) => Float64Array

/** Skill up to here earns nothing unless a subnet sets it: answers at chance scatter this far above it by luck. */
export const SKILL_FLOOR = 0.05

/**
 * Power of the skill above the floor unless a subnet sets it. 1 would pay a crowd of beginners as much as one expert; from
 * 3 on, validators with tasks of their own differ so much in the best miners' weights that consensus clips them. With 2
 * and the committed glyph models, three validators of equal stake and 128 own tasks each lose less than 10 % to clipping
 * in the worst of 300 draws (1.4 % in the median), and consensus always ranks the models in order.
 */
export const SKILL_EXPONENT = 2

/** `max(0, (skill − floor) / (1 − floor)) ^ exponent`. */
export function rampShape({ floor, exponent }: { floor: number; exponent: number }): WeightShape {
  // A product is the same square to the last bit, and several times as fast.
  const raise = exponent === 2 ? (share: number) => share * share : (share: number) => share ** exponent
  return (skills, raw = new Float64Array(skills.length)) => {
    for (let i = 0; i < skills.length; i++) raw[i] = raise(Math.max(0, ((skills[i] ?? 0) - floor) / (1 - floor)))
    return raw
  }
}

/**
 * `softmax(z / τ)` over the z-scores of the skills above the floor; those at or below it get 0. z-scores make τ mean the
 * same in every subnet. Equal skills get equal weights.
 */
export const softmaxShape =
  ({ floor, temperature }: { floor: number; temperature: number }): WeightShape =>
  (skills, raw = new Float64Array(skills.length)) => {
    const able = Array.from(skills).filter((skill) => skill > floor)
    const mean = able.reduce((sum, skill) => sum + skill, 0) / able.length
    const deviation = Math.sqrt(able.reduce((sum, skill) => sum + (skill - mean) ** 2, 0) / able.length)
    const top = able.reduce((most, skill) => Math.max(most, skill), 0)
    // Relative to the best, so that no exponent overflows.
    for (let i = 0; i < skills.length; i++) {
      const skill = skills[i] ?? 0
      if (!(skill > floor)) raw[i] = 0
      else raw[i] = deviation < 1e-9 ? 1 : Math.exp((skill - top) / deviation / temperature)
    }
    return raw
  }

/**
 * Raw weights as the chain takes them, scaled so that the best has 65 535; all zero when all are.
 * @param scaled what they are written to, where there is something to write them to already.
 */
export function scaleToBest(raw: ArrayLike<number>, scaled = new Uint16Array(raw.length)): Uint16Array {
  let top = 0
  for (let i = 0; i < raw.length; i++) top = Math.max(top, raw[i] ?? 0)
  // What is stored is cut to a whole number, so that half more rounds it, several times as fast as `Math.round`.
  for (let i = 0; i < raw.length; i++) scaled[i] = top === 0 ? 0 : ((raw[i] ?? 0) / top) * U16_MAX + 0.5
  return scaled
}
