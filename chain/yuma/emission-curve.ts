/** Rao that can ever be issued: 21 million TAO, and the same again for each subnet's alpha. */
export const TOTAL_SUPPLY_RAO = 21_000_000_000_000_000n
/** Rao per block before the first halving. */
const BASE_RAO = 1_000_000_000n
const ONE = 1n << 32n

/**
 * Rao issued by the next block when `issuanceRao` exist: halved whenever what remains of the supply has halved. Serves
 * TAO (total issuance) and each subnet's alpha (alpha in and out of its pool) alike.
 */
export function blockEmission(issuanceRao: bigint): bigint {
  if (issuanceRao >= TOTAL_SUPPLY_RAO) return 0n
  // The issued share is cut to 32 fraction bits, which moves the halvings a little.
  const remaining = ONE - (issuanceRao << 32n) / TOTAL_SUPPLY_RAO
  const scarcity = (ONE << 32n) / remaining / ONE
  const halvings = BigInt(scarcity.toString(2).length - 1)
  return BASE_RAO >> halvings
}
