import type { Checkpoint, Course } from './climb.ts'

/** Skill of each rung as a share of the best one's: far enough apart that a few hundred tasks tell neighbours apart. */
export const RUNG_SHARES = [0.3, 0.45, 0.6, 0.74, 0.87, 1] as const

/**
 * For each share but the last the check-point nearest to it that comes after the rung below; then the best one. Fewer
 * rungs than shares come from a course with too few check-points.
 */
export function pickRungs({ best, before }: Course, shares: readonly number[]): readonly Checkpoint[] {
  const targets = shares.slice(0, -1).map((share) => share * best.skill)
  let from = 0
  const lower = targets.flatMap((target, index) => {
    const until = before.length - (targets.length - 1 - index)
    const distance = (at: number): number => Math.abs((before[at]?.skill ?? 0) - target)
    let nearest = from
    for (let at = from; at < until; at++) if (distance(at) < distance(nearest)) nearest = at
    from = nearest + 1
    return before.slice(nearest, from)
  })
  return [...lower, best]
}
