import type { DispatchInfo } from './dispatch-info.ts'
import { BLOCK_WEIGHTS } from './limits.ts'

/** Rao for one byte of an extrinsic. */
const RAO_PER_BYTE = 1n
/** Picoseconds of computation for one rao: 0.0005 rao each. */
const PS_PER_RAO = 2_000n

/** Fee of an extrinsic by what it is for; rao. */
export interface InclusionFee {
  /** For being an extrinsic at all: signature check, nonce, fee. */
  readonly base: bigint
  readonly length: bigint
  readonly weight: bigint
}

/** Rao for computation; halves round down, as Substrate's `Perbill` does. */
export const weightToFee = (refTime: bigint): bigint => (refTime + PS_PER_RAO / 2n - 1n) / PS_PER_RAO

/** Rao for bytes. */
export const lengthToFee = (length: number): bigint => BigInt(length) * RAO_PER_BYTE

/** What a signed extrinsic pays without its tip; `undefined` for a call that is free. */
export function inclusionFee(info: DispatchInfo, length: number): InclusionFee | undefined {
  if (info.pays === 'no') return undefined
  return {
    base: weightToFee(BLOCK_WEIGHTS.per_class[info.class].base_extrinsic.ref_time),
    length: lengthToFee(length),
    weight: weightToFee(info.refTime),
  }
}

/** The whole fee without tip, rao. */
export function totalFee(info: DispatchInfo, length: number): bigint {
  const fee = inclusionFee(info, length)
  return fee === undefined ? 0n : fee.base + fee.length + fee.weight
}
