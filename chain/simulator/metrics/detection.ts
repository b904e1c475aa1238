/** Gain below which an attack counts as detected: it earns less than a tenth of an honest actor's share. */
const DETECTED_BELOW = 0.1

/**
 * Epochs until the gain of an attack falls below `DETECTED_BELOW` for good: a dip that recovers is no detection. Epochs
 * that paid nobody in its place have no gain, `undefined`, and change nothing; those before the first that paid are before the
 * attack, and are not counted. `undefined` when the last known gain is still above.
 * @param gains of each epoch.
 */
export function timeToDetect(gains: readonly (number | undefined)[]): number | undefined {
  const first = gains.findIndex((gain) => gain !== undefined)
  const last = gains.findLastIndex((gain) => gain !== undefined && gain >= DETECTED_BELOW)
  const next = gains.findIndex((gain, epoch) => epoch > last && gain !== undefined)
  if (next === -1) return undefined
  return last === -1 ? 0 : last + 1 - first
}

/** Part of the honest actors that a defence hit, 0 … 1; `undefined` when nobody is honest. */
export function falsePositiveRate(honest: readonly { readonly isHit: boolean }[]): number | undefined {
  return honest.length === 0 ? undefined : honest.filter(({ isHit }) => isHit).length / honest.length
}
