import type { FastRandom } from './fast-random.ts'

/** Skills stay above this: a logarithm has no zero to be reflected at. */
const LEAST = 0.02

/**
 * Moves skills by a relative step, `skill · e^(step · normal)`, reflected at 1 and at 0.02: a random walk of the logarithm
 * that never leaves its range. Miners without skill have none to move.
 */
export function driftSkills(skills: Float64Array, step: number, random: FastRandom): void {
  if (step === 0) return
  for (let miner = 0; miner < skills.length; miner++) {
    const skill = skills[miner] ?? 0
    if (skill === 0) continue
    let moved = skill * Math.exp(step * random.normal())
    if (moved > 1) moved = 1 / moved
    if (moved < LEAST) moved = Math.min(1, (LEAST * LEAST) / moved)
    skills[miner] = Math.max(LEAST, Math.min(1, moved))
  }
}
