/**
 * Step 5, `is_topk_nonzero`: uids with stake, cut to the `k` with the most. Among equal stakes the higher uid wins.
 * `stake` holds raw values of 64 bits; fewer than `k` uids are not cut.
 */
export function topStakedPermits(stake: readonly bigint[], k: number): boolean[] {
  const permits = stake.map((value) => value !== 0n)
  if (stake.length < k) return permits
  // Sorted by value alone, which needs no comparing function, the k-th from the top says who stays.
  const least = BigInt64Array.from(stake).sort()[stake.length - k]
  let room = k - countAbove(stake, least)
  for (let uid = stake.length - 1; uid >= 0; uid--) {
    const value = stake[uid] ?? 0n
    if (least === undefined || value < least) permits[uid] = false
    else if (value === least && room-- <= 0) permits[uid] = false
  }
  return permits
}

/** How many values lie above a limit; none without one. */
function countAbove(values: readonly bigint[], limit: bigint | undefined): number {
  let count = 0
  if (limit !== undefined) for (const value of values) if (value > limit) count++
  return count
}
