import type { Arena } from './arena.ts'

/**
 * Step 5, `is_topk_nonzero`: uids with stake, cut to the `k` with the most. Among equal stakes the higher uid wins; fewer
 * than `k` uids are not cut. `stake` holds raw values of 64 bits, whatever a sum that wrapped has made of them.
 */
export function exactTopPermits(stake: readonly bigint[], k: number): boolean[] {
  const order = stake.map((_, uid) => uid).sort((a, b) => (lessOf(stake, a, b) ? -1 : lessOf(stake, b, a) ? 1 : a - b))
  const kept = new Set(stake.length < k ? order : order.slice(stake.length - k))
  return stake.map((value, uid) => value !== 0n && kept.has(uid))
}

const lessOf = (stake: readonly bigint[], a: number, b: number): boolean => (stake[a] ?? 0n) < (stake[b] ?? 0n)

/** The same of stakes that are not negative. */
export function topPermits(arena: Arena, stake: Float64Array, k: number): boolean[] {
  const permits: boolean[] = []
  let staked = 0
  for (let uid = 0; uid < stake.length; uid++) {
    const isStaked = (stake[uid] ?? 0) > 0
    permits.push(isStaked)
    if (isStaked) staked++
  }
  // Whoever has stake is above all without: up to k of them stay.
  if (staked <= k) return permits
  // Sorted by value alone, which needs no comparing function, the k-th from the top says who stays.
  const sorted = arena.float64(stake.length)
  sorted.set(stake)
  const least = k === 0 ? Number.POSITIVE_INFINITY : (sorted.sort()[stake.length - k] ?? 0)
  let room = k
  for (let uid = 0; uid < stake.length; uid++) if ((stake[uid] ?? 0) > least) room--
  for (let uid = stake.length - 1; uid >= 0; uid--) {
    const value = stake[uid] ?? 0
    if (value < least || (value === least && room-- <= 0)) permits[uid] = false
  }
  return permits
}
