import { type Arena, resultArena } from '../arena.ts'
import { entriesOf } from '../csr.ts'
import type { EpochInput } from '../epoch-input.ts'
import type { EpochOutput } from '../epoch-output.ts'
import type { PreparedEpoch } from '../prepare.ts'
import { normalize, ratioOfU16, u16OfRatio } from './arithmetic.ts'
import { originalBonds, yuma3Bonds } from './bonds.ts'
import { clipToConsensus, weightsForBonds } from './clipping.ts'
import { findConsensus } from './consensus.ts'
import { emissionAmounts, emissionScores } from './emission.ts'
import { rowNormalize } from './matrix.ts'
import { storedBonds } from './stored-bonds.ts'

/** Longest row whose u16 values cannot overflow an I32F32 sum. */
const ROW_LIMIT = 32_768

/**
 * Whether all values of the epoch stay in the exact range of float64: shares between 0 and 1, no sum that wraps. Only
 * stakes beyond any supply, a moving average above 1 or rows of over 32 768 entries fall outside.
 */
export function isFloat64Safe(input: EpochInput, prepared: PreparedEpoch): prepared is Float64Prepared {
  if (input.bondsMovingAverage > 1_000_000n || prepared.stake === undefined) return false
  for (const row of input.weights) if (row.columns.length > ROW_LIMIT) return false
  return true
}

/** What `isFloat64Safe` says yes to. */
type Float64Prepared = PreparedEpoch & { readonly stake: Float64Array }

function sharesOf(arena: Arena, values: Float64Array): Uint16Array {
  const shares = arena.uint16(values.length)
  for (let u = 0; u < shares.length; u++) shares[u] = u16OfRatio(values[u] ?? 0)
  return shares
}

function negated(flags: readonly boolean[]): boolean[] {
  const result: boolean[] = []
  for (const flag of flags) result.push(!flag)
  return result
}

/** Steps 6 to 18 on float64, for input that `isFloat64Safe` accepts; bit for bit what `exactEpoch` gives. */
export function float64Epoch(arena: Arena, input: EpochInput, prepared: Float64Prepared): EpochOutput {
  const { n } = input
  const { stake, newPermits, stakeMask } = prepared
  const activeStake = arena.float64(n)
  for (let u = 0; u < n; u++) activeStake[u] = stakeMask[u] === true ? 0 : (stake[u] ?? 0)
  // 6. Active stake.
  normalize(activeStake)
  // 7. Weights, e: row normalise.
  const weights = rowNormalize(arena, prepared.weights)
  // 8. Consensus.
  const consensus = findConsensus(arena, { activeStake, weights, majority: ratioOfU16(input.kappa) })
  // 9 to 11. Clipped weights, validator trust, ranks and incentive.
  const { weights: clipped, trust: validatorTrust, ranks } = clipToConsensus(arena, weights, consensus, activeStake)
  const incentive = normalize(ranks)
  // 12. Weights for bonds.
  const bondWeights = weightsForBonds(arena, weights, clipped, ratioOfU16(input.bondsPenalty))
  // 14. Bonds and dividends.
  const step = { arena, input, bonds: prepared.bonds, activeStake, weightsForBonds: bondWeights, consensus, incentive }
  const { bonds, dividends } = input.yuma3On ? yuma3Bonds(step) : originalBonds(step)
  // 15. Emission scores.
  const scores = emissionScores(arena, { incentive, dividends, stake, activeStake })
  // 16. Amounts.
  const amounts = emissionAmounts(scores, input.raoEmission)
  // 17, 18. Shares and bonds as stored, in memory that outlives the scratch.
  const kept = resultArena(5 * (2 * n + 8) + 4 * entriesOf(bonds) + 16 * n)
  return {
    active: negated(prepared.inactive),
    consensus: sharesOf(kept, consensus),
    incentive: sharesOf(kept, incentive),
    dividends: sharesOf(kept, dividends),
    validatorTrust: sharesOf(kept, validatorTrust),
    stakeWeight: sharesOf(kept, stake),
    validatorPermit: newPermits,
    serverEmission: amounts.server,
    validatorEmission: amounts.validator,
    emission: amounts.combined,
    stake: prepared.wholeStake,
    bonds: storedBonds(kept, bonds, newPermits),
  }
}
