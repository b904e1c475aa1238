/**
 * Step 5, `is_topk_nonzero`: uids with stake, cut to the `k` with the most. Among equal stakes the higher uid wins.
 * `stake` holds raw I32F32 values; fewer than `k` uids are not cut.
 */
export function topStakedPermits(stake: ArrayLike<number> | ArrayLike<bigint>, k: number): boolean[] {
  const values = Array.from<number | bigint>(stake)
  const permits = values.map((value) => value > 0 || value < 0)
  if (values.length < k) return permits
  const ascending = values.map((value, uid) => ({ value, uid }))
  ascending.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.uid - b.uid))
  for (const { uid } of ascending.slice(0, values.length - k)) permits[uid] = false
  return permits
}
