import type { EpochInput } from './epoch-input.ts'
import { I64F64, i32f32FromI64f64, toU64 } from './fixed.ts'
import { divide } from './float64/arithmetic.ts'

/** Rao of each uid's total stake, cut to whole ones. */
export const wholeStakes = ({ totalStake }: Pick<EpochInput, 'totalStake'>): bigint[] =>
  totalStake.map((bits) => (bits === 0n ? 0n : toU64(bits >> I64F64.fraction)))

/** Steps 2 and 3 for stakes of whole rao below 2⁵³ together, as nearly all are; `undefined` for others. */
function plainShares({ totalStake, minStake, ownerUid }: EpochInput, whole: readonly bigint[]): bigint[] | undefined {
  const least = Number(minStake)
  const counted = new Float64Array(whole.length)
  let total = 0
  for (let uid = 0; uid < whole.length; uid++) {
    if (BigInt.asUintN(64, totalStake[uid] ?? 0n) !== 0n) return undefined
    const rao = Number(whole[uid] ?? 0n)
    if (rao < least && uid !== ownerUid) continue
    counted[uid] = rao
    total += rao
    // Checked each time: a sum is exact as long as all sums before it were.
    if (total > Number.MAX_SAFE_INTEGER) return undefined
  }
  return Array.from(counted, (rao) => (rao === 0 ? 0n : BigInt(divide(rao, total))))
}

/** Steps 2 and 3: raw I32F32 share of each uid in the total stake, 0 for those below the threshold. */
export function stakeShares(input: EpochInput, whole: readonly bigint[]): bigint[] {
  const plain = plainShares(input, whole)
  if (plain !== undefined) return plain
  const { totalStake, minStake, ownerUid } = input
  // floor(stake) < minStake, on raw bits.
  const threshold = minStake << I64F64.fraction
  // 2. Stake filter.
  const counted = totalStake.map((bits, uid) => (uid !== ownerUid && bits < threshold ? 0n : bits))
  // 3. Normalise.
  return I64F64.normalize(counted).map(i32f32FromI64f64)
}
