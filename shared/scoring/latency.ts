/** Latency of an answer and what is allowed, in milliseconds as the validator measured it. */
export interface LatencyLimits {
  readonly graceMs: number
  readonly limitMs: number
}

/** How late an answer was: 0 up to the grace, 1 from the limit, linear between: `clamp((t − t₀) / (T − t₀), 0, 1)`. */
export function latenessOf(latencyMs: number, { graceMs, limitMs }: LatencyLimits): number {
  if (!(latencyMs > graceMs)) return 0
  return limitMs > graceMs ? Math.min(1, (latencyMs - graceMs) / (limitMs - graceMs)) : 1
}

/**
 * The bounded multiplier `1 − λ·lateness`, after correctness: below `minSkill` it is 1, so that speed never decides among
 * answers that know nothing. A factor without a bound turns a subnet into a race of caches and co-location.
 */
export const latencyFactor = (
  lateness: number,
  { skill, minSkill, share }: { skill: number; minSkill: number; share: number },
): number => (skill < minSkill ? 1 : 1 - share * Math.min(1, Math.max(0, lateness)))
