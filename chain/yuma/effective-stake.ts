import { I64F64, toU64, U96F32 } from './fixed.ts'

const U64_MAX = (1n << 64n) - 1n

/** U96F32 of a u64 proportion: 2⁶⁴ − 1 gives exactly 1, and only 32 fraction bits remain. */
const proportionOf = (value: bigint): bigint => U96F32.divide(U96F32.fromInteger(value), U96F32.fromInteger(U64_MAX))

/** Share of a parent's stake that a hotkey acts for. */
export interface ParentShare {
  /** Rao of the parent. */
  readonly stake: bigint
  /** u64 proportion. */
  readonly proportion: bigint
}

/** What a hotkey's own stake becomes by delegation between hotkeys. */
export interface Delegation {
  /** u64 proportions given to each child hotkey. */
  readonly children: readonly bigint[]
  readonly parents: readonly ParentShare[]
}

/** Rao that count for a hotkey: its own, less what its children have, plus what its parents give. */
export function inheritedStake(own: bigint, { children, parents }: Delegation): bigint {
  const stake = U96F32.fromInteger(own)
  const given = children.reduce((sum, share) => U96F32.add(sum, U96F32.mul(stake, proportionOf(share))), 0n)
  const received = parents.reduce(
    (sum, parent) => U96F32.add(sum, U96F32.mul(U96F32.fromInteger(parent.stake), proportionOf(parent.proportion))),
    0n,
  )
  return toU64(U96F32.floor(U96F32.add(U96F32.sub(stake, given), received)))
}

/** Raw I64F64 of the u64 `TaoWeight`; mainnet's 971718665099567868 is 5.27 %. */
export const taoWeightBits = (taoWeight: bigint): bigint => proportionOf(taoWeight) << 32n

/** Total stake as raw I64F64 (rao · 2⁶⁴), as the epoch takes it: alpha plus weighted TAO, both inherited rao. */
export const effectiveStake = (alpha: bigint, tao: bigint, taoWeight: bigint): bigint => {
  const stake = I64F64.fromInteger(alpha)
  // Most hotkeys have no root stake.
  return tao === 0n ? stake : I64F64.add(stake, I64F64.mul(I64F64.fromInteger(tao), taoWeightBits(taoWeight)))
}
