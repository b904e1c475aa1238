import { findInactive, lastTempoBlock } from './activity.ts'
import { filterRows, type IntegerCsr } from './csr.ts'
import type { EpochInput } from './epoch-input.ts'
import { I64F64, i32f32FromI64f64 } from './fixed.ts'
import { topStakedPermits } from './permits.ts'

/** State after the steps that need no I32F32 arithmetic: who counts, and which stored entries count. */
export interface PreparedEpoch {
  /** Step 1. */
  readonly inactive: readonly boolean[]
  /** Step 3: raw I32F32 share of each uid in the total stake. */
  readonly stake: readonly bigint[]
  /** Step 4: old permits plus the owner. */
  readonly permits: readonly boolean[]
  /** Step 5. */
  readonly newPermits: readonly boolean[]
  /** Step 6, its mask: uids whose stake does not vote. */
  readonly stakeMask: readonly boolean[]
  /** Step 7 a–d: weights that count, not yet normalised. */
  readonly weights: IntegerCsr
  /** Step 13: bonds that outlive registrations. */
  readonly bonds: IntegerCsr
}

function normalizedStake(input: EpochInput): bigint[] {
  const { totalStake, minStake, ownerUid } = input
  // floor(stake) < minStake, on raw bits.
  const threshold = minStake << I64F64.fraction
  // 2. Stake filter.
  const counted = totalStake.map((bits, uid) => (uid !== ownerUid && bits < threshold ? 0n : bits))
  // 3. Normalise.
  return I64F64.normalize(counted).map(i32f32FromI64f64)
}

function filterWeights(input: EpochInput, permits: readonly boolean[]): IntegerCsr {
  const { n, weights, ownerUid, lastUpdate, blockAtRegistration, commitRevealEnabled, commitBlocks } = input
  return filterRows(
    weights,
    n,
    (u) => permits[u] !== true,
    (u, j) => {
      if (j >= n || (j === u && u !== ownerUid)) return false
      const registered = blockAtRegistration[j] ?? 0
      if ((lastUpdate[u] ?? 0) <= registered) return false
      return !commitRevealEnabled || (commitBlocks[u] ?? Number.POSITIVE_INFINITY) >= registered
    },
  )
}

/** Runs steps 1 to 5, the masks of steps 6 and 7, and step 13. */
export function prepareEpoch(input: EpochInput): PreparedEpoch {
  const { n, ownerUid, blockAtRegistration } = input
  // 1. Activity.
  const inactive = findInactive(input)
  // 2, 3. Stake.
  const stake = normalizedStake(input)
  // 4. Permits of the last epoch; the owner always has one.
  const permits = input.validatorPermits.map((permit, uid) => permit || uid === ownerUid)
  // 5. Permits of the next epoch.
  const newPermits = topStakedPermits(stake, input.maxAllowedValidators)
  if (ownerUid !== undefined && ownerUid < n) newPermits[ownerUid] = true
  // 6. An empty permit list masks no stake, though it masks every weight row.
  const stakeMask = stake.map((_, uid) => inactive[uid] === true || (permits.length > 0 && permits[uid] !== true))
  // 7 a–d. Weights.
  const weights = filterWeights(input, permits)
  // 13. Bonds.
  const lastTempo = lastTempoBlock(input)
  const bonds = filterRows(
    input.bonds,
    n,
    () => false,
    (_, j) => lastTempo > (blockAtRegistration[j] ?? 0),
  )
  return { inactive, stake, permits, newPermits, stakeMask, weights, bonds }
}
