/** Ten validators: the first one attacks in most scenes. */
export const TEN_STAKES: readonly number[] = [800, 1000, 1000, 1000, 900, 900, 1100, 1100, 1200, 1000]

/** Sixteen miners from weak to strong. */
export const MINER_SKILLS: readonly number[] = Array.from({ length: 16 }, (_, miner) => 0.25 + 0.04 * miner)

/** Measurement noise and movement of skills of a subnet that is alive. */
export const ALIVE = { sigma: 0.1, drift: 0.1 } as const

/** The same of one whose tasks never change. */
export const STILL = { sigma: 0.1, drift: 0 } as const
