import { toU64, U96F32 } from '../../../../yuma/fixed.ts'

/** A hotkey that gives part of its stake to the one that earned a dividend. */
export interface Parent {
  /** Rao on the subnet and on root. */
  readonly alphaStake: bigint
  readonly rootStake: bigint
  /** Share of both that it gives, of 2^64-1. */
  readonly proportion: bigint
  /** Whether it belongs to another coldkey, which the child may charge. */
  readonly isForeign: boolean
}

export interface FamilyDividend {
  /** What the epoch gave the child, rao. */
  readonly dividend: bigint
  readonly alphaStake: bigint
  readonly rootStake: bigint
  /** Shares of its own stake that it gives to children of its own, of 2^64-1. */
  readonly given: readonly bigint[]
  readonly parents: readonly Parent[]
  /** What the child keeps of the shares of foreign parents, of 65535. */
  readonly childTake: number
  /** What nobody gets of the shares of foreign parents, of 2^64-1. */
  readonly burn: bigint
  /** Weight of root stake, raw U96F32. */
  readonly taoWeight: bigint
}

const U64_MAX = (1n << 64n) - 1n
const ofU64 = (proportion: bigint) => U96F32.divide(U96F32.fromInteger(proportion), U96F32.fromInteger(U64_MAX))

/** Parts a dividend by whose stake earned it; whole rao for the parents, in their order, and for the child. */
export function shareDividend(input: FamilyDividend): { readonly parents: readonly bigint[]; readonly child: bigint } {
  const { dividend, parents, taoWeight } = input
  const kept = input.given.reduce((rest, share) => U96F32.sub(rest, ofU64(share)), U96F32.one)
  const own = U96F32.fromInteger(toU64(U96F32.floor(contribution(input, kept, taoWeight))))
  const contributions = parents.map((parent) => contribution(parent, ofU64(parent.proportion), taoWeight))
  const all = contributions.reduce(U96F32.add, own)
  const take = U96F32.divide(U96F32.fromInteger(BigInt(input.childTake)), U96F32.fromInteger(65_535n))
  const burn = ofU64(input.burn)

  const whole = U96F32.fromInteger(dividend)
  let rest = whole
  let taken = 0n
  const paid = parents.map(({ isForeign }, i) => {
    const share = U96F32.mul(whole, U96F32.divide(contributions[i] ?? 0n, all))
    rest = U96F32.sub(rest, share)
    if (!isForeign) return toU64(U96F32.floor(share))
    const kept = U96F32.mul(take, share)
    taken = U96F32.add(taken, kept)
    return toU64(U96F32.floor(U96F32.sub(U96F32.sub(share, U96F32.mul(burn, share)), kept)))
  })
  return { parents: paid, child: toU64(U96F32.floor(U96F32.add(rest, taken))) }
}

function contribution(
  { alphaStake, rootStake }: { readonly alphaStake: bigint; readonly rootStake: bigint },
  proportion: bigint,
  taoWeight: bigint,
): bigint {
  const alpha = U96F32.mul(U96F32.fromInteger(alphaStake), proportion)
  const root = U96F32.mul(U96F32.mul(U96F32.fromInteger(rootStake), proportion), taoWeight)
  return U96F32.add(alpha, root)
}
