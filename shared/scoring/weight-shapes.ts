/** How skills become raw weights, before factors and scaling. */
export type WeightShape = (skills: readonly number[]) => readonly number[]

/** `max(0, (skill − floor) / (1 − floor)) ^ exponent`. `shared/mechanism/weigh.ts` tells why floor and exponent 2. */
export const rampShape =
  ({ floor, exponent }: { floor: number; exponent: number }): WeightShape =>
  (skills) =>
    skills.map((skill) => Math.max(0, (skill - floor) / (1 - floor)) ** exponent)

/**
 * `softmax(z / τ)` over the z-scores of the skills above the floor; those at or below it get 0. z-scores make τ mean the
 * same in every subnet. Equal skills get equal weights.
 */
export const softmaxShape =
  ({ floor, temperature }: { floor: number; temperature: number }): WeightShape =>
  (skills) => {
    const able = skills.filter((skill) => skill > floor)
    const mean = able.reduce((sum, skill) => sum + skill, 0) / able.length
    const deviation = Math.sqrt(able.reduce((sum, skill) => sum + (skill - mean) ** 2, 0) / able.length)
    const top = Math.max(...able)
    // Relative to the best, so that no exponent overflows.
    return skills.map((skill) => {
      if (!(skill > floor)) return 0
      return deviation < 1e-9 ? 1 : Math.exp((skill - top) / deviation / temperature)
    })
  }
