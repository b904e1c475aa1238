import { U96F32 } from '../../../../yuma/fixed.ts'

export interface PoolTermsInput {
  /** TAO of block emission that the subnet gets, raw U96F32 rao. */
  readonly tao: bigint
  /** Rao of its token that the emission curve gives in this block. */
  readonly alphaEmission: bigint
  /** Spot price, raw U96F32. */
  readonly price: bigint
  /** Share of root stake in all stake, raw U96F32. */
  readonly rootProportion: bigint
}

/** What of a block's emission goes into a pool, and the TAO that buys from it; whole rao each. */
export interface PoolTerms {
  readonly taoIn: bigint
  readonly alphaIn: bigint
  readonly excessTao: bigint
}

/** Token goes into the pool with its TAO at the price of the moment, up to a cap; TAO beyond the cap buys token. */
export function poolTerms({ tao, alphaEmission, price, rootProportion }: PoolTermsInput): PoolTerms {
  const wanted = U96F32.divide(tao, price)
  const cap = U96F32.mul(rootProportion, U96F32.fromInteger(alphaEmission))
  const isCapped = wanted > cap
  const alphaIn = isCapped ? cap : wanted
  const taoIn = isCapped ? U96F32.mul(cap, price) : tao
  return {
    taoIn: U96F32.floor(taoIn),
    alphaIn: U96F32.floor(alphaIn),
    excessTao: U96F32.floor(U96F32.sub(tao, taoIn)),
  }
}

/** Share of root stake (rao) at its weight (raw U96F32) beside all token of a subnet (rao), raw U96F32. */
export function rootProportion(rootStake: bigint, taoWeight: bigint, alphaIssuance: bigint): bigint {
  const weighted = U96F32.mul(U96F32.fromInteger(rootStake), taoWeight)
  return U96F32.divide(weighted, U96F32.add(weighted, U96F32.fromInteger(alphaIssuance)))
}
