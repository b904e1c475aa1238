/**
 * Step 5, `is_topk_nonzero`: uids with stake, cut to the `k` with the most. Among equal stakes the higher uid wins.
 * `stake` holds raw values; fewer than `k` uids are not cut.
 */
export function topStakedPermits(stake: readonly bigint[], k: number): boolean[] {
  const permits = stake.map((value) => value !== 0n)
  if (stake.length < k) return permits
  const ascending = stake.map((value, uid) => ({ value, uid }))
  ascending.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.uid - b.uid))
  for (const { uid } of ascending.slice(0, stake.length - k)) permits[uid] = false
  return permits
}
