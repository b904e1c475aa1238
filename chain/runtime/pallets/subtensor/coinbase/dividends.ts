import { U96F32 } from '../../../../yuma/fixed.ts'

/** A validator as the distribution sees it, rao. */
export interface DividendClaim {
  /** Stake on the subnet. */
  readonly alphaStake: bigint
  /** Stake on root. */
  readonly rootStake: bigint
  /** What the epoch gave it. */
  readonly dividend: bigint
}

/** What a validator and its nominators are paid, raw U96F32 rao. */
export interface DividendPayout {
  readonly alpha: bigint
  readonly root: bigint
}

export interface DividendPot {
  readonly validatorAlpha: bigint
  readonly rootAlpha: bigint
  /** Weight of root stake, raw U96F32. */
  readonly taoWeight: bigint
}

/**
 * Shares out what waits for validators: each dividend is parted by where its stake is, and each part is paid from its
 * own pot in proportion.
 */
export function distributeDividends(claims: readonly DividendClaim[], pot: DividendPot): DividendPayout[] {
  if (claims.every(({ rootStake }) => rootStake === 0n)) return distributeAlpha(claims, pot.validatorAlpha)
  const parts = claims.map(({ alphaStake, rootStake, dividend }) => {
    const rootAlpha = U96F32.mul(U96F32.fromInteger(rootStake), pot.taoWeight)
    const rootShare = U96F32.divide(rootAlpha, U96F32.add(U96F32.fromInteger(alphaStake), rootAlpha))
    const root = U96F32.mul(U96F32.fromInteger(dividend), rootShare)
    return { root, alpha: U96F32.sub(U96F32.fromInteger(dividend), root) }
  })
  const allAlpha = U96F32.sum(parts.map(({ alpha }) => alpha))
  const allRoot = U96F32.sum(parts.map(({ root }) => root))
  const alphaPot = U96F32.fromInteger(pot.validatorAlpha)
  const rootPot = U96F32.fromInteger(pot.rootAlpha)
  return parts.map(({ alpha, root }) => ({
    alpha: U96F32.mul(alphaPot, U96F32.divide(alpha, allAlpha)),
    root: U96F32.mul(rootPot, U96F32.divide(root, allRoot)),
  }))
}

/** What the steps above come to without root stake: amounts are u64 and shares at most 1, so that nothing is clamped. */
function distributeAlpha(claims: readonly DividendClaim[], validatorAlpha: bigint): DividendPayout[] {
  let all = 0n
  for (const { dividend } of claims) all += dividend
  return claims.map(({ dividend }) => ({
    alpha: all === 0n ? 0n : validatorAlpha * ((dividend << U96F32.fraction) / all),
    root: 0n,
  }))
}

let lastTake = 0
let lastShare = 0n

/** Raw U96F32 of a take. Most hotkeys have the same. */
function shareOf(take: number): bigint {
  if (take !== lastTake) {
    lastTake = take
    lastShare = U96F32.divide(U96F32.fromInteger(BigInt(take)), U96F32.fromInteger(65_535n))
  }
  return lastShare
}

/** Parts a payout (raw U96F32) into the take of the hotkey's owner and the rest for all nominators, whole rao each. */
export function splitTake(payout: bigint, take: number): { readonly take: bigint; readonly rest: bigint } {
  const taken = U96F32.mul(shareOf(take), payout)
  return { take: U96F32.floor(taken), rest: U96F32.floor(U96F32.sub(payout, taken)) }
}
