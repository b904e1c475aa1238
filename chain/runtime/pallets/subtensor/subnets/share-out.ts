/**
 * Parts an amount by weights into whole rao that sum to it: rounded down, and the rest one by one to those with the
 * greatest remainders, of equals the first. All weights 0: nobody gets anything.
 */
export function shareOut(amount: bigint, weights: readonly bigint[]): bigint[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n)
  if (all === 0n) return weights.map(() => 0n)
  const shares = weights.map((weight) => (amount * weight) / all)
  const byRemainder = weights
    .map((weight, i) => ({ i, remainder: (amount * weight) % all }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1))
  let rest = amount - shares.reduce((sum, share) => sum + share, 0n)
  for (const { i } of byRemainder) {
    if (rest === 0n) break
    shares[i] = (shares[i] ?? 0n) + 1n
    rest -= 1n
  }
  return shares
}
