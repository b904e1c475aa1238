import { lesser, U64F64 } from '../../../../yuma/fixed.ts'

/** A subnet that emits, as the split of TAO sees it. */
export interface ShareClaim {
  /** Moving average of the price, raw U64F64. */
  readonly movingPrice: bigint
  /** Share of the last incentive that was withheld, raw U96F32. */
  readonly minerBurned: bigint
  /** Whether root lets the subnet take part. */
  readonly isEnabled: boolean
}

/**
 * Shares of block emission (raw U64F64) among emitting subnets: by price, less where incentive is withheld from miners;
 * what disabled subnets would get goes to the enabled ones.
 */
export function taoShares(claims: readonly ShareClaim[]): bigint[] {
  const prices = claims.map(({ movingPrice }) => movingPrice)
  const allPrices = sum(prices)
  const byPrice = prices.map((price) => U64F64.divide(price, allPrices))
  const weights = claims.map(({ minerBurned }, i) => {
    const burned = lesser(minerBurned << 32n, U64F64.one)
    return U64F64.mul(byPrice[i] ?? 0n, U64F64.sub(U64F64.one, burned))
  })
  const allWeights = sum(weights)
  const shares = allWeights > 0n ? weights.map((weight) => U64F64.divide(weight, allWeights)) : byPrice
  if (claims.every(({ isEnabled }) => isEnabled)) return shares
  const enabled = sum(shares.filter((_, i) => claims[i]?.isEnabled === true))
  return shares.map((share, i) => (claims[i]?.isEnabled === true ? U64F64.divide(share, enabled) : 0n))
}

/** TAO of a share of block emission (rao), raw U96F32. */
export const taoOfShare = (blockEmission: bigint, share: bigint): bigint =>
  U64F64.mul(U64F64.fromInteger(blockEmission), share) >> 32n

const sum = (values: readonly bigint[]) => values.reduce(U64F64.add, 0n)
