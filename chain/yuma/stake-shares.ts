import type { Arena } from './arena.ts'
import type { EpochInput } from './epoch-input.ts'
import { I64F64, i32f32FromI64f64, toU64 } from './fixed.ts'
import { divide, ONE } from './float64/arithmetic.ts'
import { numberOf } from './u64.ts'

/** Rao of each uid's total stake, cut to whole ones. */
export function wholeStakes({ totalStake }: Pick<EpochInput, 'totalStake'>): bigint[] {
  const whole: bigint[] = []
  for (const bits of totalStake) whole.push(bits === 0n ? 0n : toU64(bits >> I64F64.fraction))
  return whole
}

/** Writes steps 2 and 3 for stakes of whole rao below 2⁵³ together, as nearly all are; `false` for others. */
function writePlainShares(shares: Float64Array, input: EpochInput, whole: readonly bigint[]): boolean {
  const { totalStake, minStake, ownerUid } = input
  const least = numberOf(minStake)
  let total = 0
  for (let uid = 0; uid < whole.length; uid++) {
    const bits = totalStake[uid] ?? 0n
    if (bits === 0n) continue
    if (BigInt.asUintN(64, bits) !== 0n) return false
    const rao = numberOf(whole[uid] ?? 0n)
    if (rao < least && uid !== ownerUid) continue
    shares[uid] = rao
    total += rao
    // Checked each time: a sum is exact as long as all sums before it were. An amount that the conversion rounded fails too.
    if (total > Number.MAX_SAFE_INTEGER) return false
  }
  for (let uid = 0; uid < shares.length; uid++) {
    const rao = shares[uid] ?? 0
    if (rao !== 0) shares[uid] = divide(rao, total)
  }
  return true
}

/** Steps 2 and 3: raw I32F32 share of each uid in the total stake, 0 for those below the threshold. */
export function exactStakeShares({ totalStake, minStake, ownerUid }: EpochInput): bigint[] {
  // floor(stake) < minStake, on raw bits.
  const threshold = minStake << I64F64.fraction
  // 2. Stake filter.
  const counted = totalStake.map((bits, uid) => (uid !== ownerUid && bits < threshold ? 0n : bits))
  // 3. Normalise.
  return I64F64.normalize(counted).map(i32f32FromI64f64)
}

/** The same in float64; `undefined` where a sum wraps and shares leave [0, 1], as stakes beyond any supply make it. */
export function stakeShares(arena: Arena, input: EpochInput, whole: readonly bigint[]): Float64Array | undefined {
  const shares = arena.float64(whole.length)
  if (writePlainShares(shares, input, whole)) return shares
  const exact = exactStakeShares(input)
  const one = BigInt(ONE)
  if (exact.some((share) => share < 0n || share > one)) return undefined
  for (const [uid, share] of exact.entries()) shares[uid] = numberOf(share)
  return shares
}
