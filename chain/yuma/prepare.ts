import { findInactive, lastTempoBlock } from './activity.ts'
import type { Arena } from './arena.ts'
import { filterRows, type IntegerCsr } from './csr.ts'
import type { EpochInput } from './epoch-input.ts'
import { exactTopPermits, topPermits } from './permits.ts'
import { exactStakeShares, stakeShares, wholeStakes } from './stake-shares.ts'

/** State after the steps that need no I32F32 arithmetic: who counts, and which stored entries count. */
export interface PreparedEpoch {
  /** Step 1. */
  readonly inactive: readonly boolean[]
  /** Whole rao. */
  readonly wholeStake: readonly bigint[]
  /** Step 3: raw I32F32 share of each uid in the total stake; `undefined` where one lies outside [0, 1]. */
  readonly stake: Float64Array | undefined
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

function filterWeights(arena: Arena, input: EpochInput, permits: readonly boolean[]): IntegerCsr {
  const { n, ownerUid, lastUpdate, blockAtRegistration, commitRevealEnabled, commitBlocks } = input
  const registeredBefore = arena.float64(n)
  for (let u = 0; u < n; u++) {
    if (permits[u] !== true) continue
    // A commit may be as old as the registration, an update must be newer.
    const committed = commitRevealEnabled ? (commitBlocks[u] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
    registeredBefore[u] = Math.min(lastUpdate[u] ?? 0, committed + 1)
  }
  const keepsSelf = (u: number) => u === ownerUid
  return filterRows(arena, input.weights, { n, blockAtRegistration, registeredBefore, columnLimit: n, keepsSelf })
}

function filterBonds(arena: Arena, input: EpochInput): IntegerCsr {
  const { n, blockAtRegistration } = input
  return filterRows(arena, input.bonds, {
    n,
    blockAtRegistration,
    registeredBefore: arena.float64(n).fill(lastTempoBlock(input)),
    // Bonds to uids that do not exist stay: they can hide others from liquid alpha.
    columnLimit: Number.POSITIVE_INFINITY,
    keepsSelf: () => true,
  })
}

/** Runs steps 1 to 5, the masks of steps 6 and 7, and step 13. */
export function prepareEpoch(arena: Arena, input: EpochInput): PreparedEpoch {
  const { n, ownerUid } = input
  // 1. Activity.
  const inactive = findInactive(input)
  // 2, 3. Stake.
  const wholeStake = wholeStakes(input)
  const stake = stakeShares(arena, input, wholeStake)
  // 4. Permits of the last epoch; the owner always has one.
  const permits: boolean[] = []
  for (let uid = 0; uid < input.validatorPermits.length; uid++)
    permits.push(input.validatorPermits[uid] === true || uid === ownerUid)
  // 5. Permits of the next epoch.
  const newPermits =
    stake === undefined
      ? exactTopPermits(exactStakeShares(input), input.maxAllowedValidators)
      : topPermits(arena, stake, input.maxAllowedValidators)
  if (ownerUid !== undefined && ownerUid < n) newPermits[ownerUid] = true
  // 6. An empty permit list masks no stake, though it masks every weight row.
  const stakeMask: boolean[] = []
  for (let uid = 0; uid < n; uid++)
    stakeMask.push(inactive[uid] === true || (permits.length > 0 && permits[uid] !== true))
  // 7 a–d. Weights.
  const weights = filterWeights(arena, input, permits)
  // 13. Bonds.
  const bonds = filterBonds(arena, input)
  return { inactive, wholeStake, stake, permits, newPermits, stakeMask, weights, bonds }
}
