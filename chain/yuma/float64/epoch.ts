import type { EpochInput } from '../epoch-input.ts'
import type { EpochOutput } from '../epoch-output.ts'
import { I64F64, toU64 } from '../fixed.ts'
import type { PreparedEpoch } from '../prepare.ts'
import { emptyRow, type Rows } from '../rows.ts'
import { normalize, ONE, ratioOfU16, u16OfRatio } from './arithmetic.ts'
import { originalBonds, yuma3Bonds } from './bonds.ts'
import { clipToConsensus, ranksOf, rowSums, weightsForBonds } from './clipping.ts'
import { findConsensus } from './consensus.ts'
import { amountsOf, emissionScores } from './emission.ts'
import { type Matrix, rowNormalize } from './matrix.ts'

/** Longest row whose u16 values cannot overflow an I32F32 sum. */
const ROW_LIMIT = 32_768

/**
 * Whether all values of the epoch stay in the exact range of float64: shares between 0 and 1, no sum that wraps. Only
 * stakes beyond any supply, a moving average above 1 or rows of over 32 768 entries fall outside.
 */
export function isFloat64Safe(input: EpochInput, prepared: PreparedEpoch): boolean {
  const one = BigInt(ONE)
  return (
    input.bondsMovingAverage <= 1_000_000n &&
    input.weights.every((row) => row.columns.length <= ROW_LIMIT) &&
    prepared.stake.every((share) => share >= 0n && share <= one)
  )
}

function storedBonds({ start, columns, values }: Matrix, permits: readonly boolean[]): Rows {
  return permits.map((permit, u) => {
    const first = start[u] ?? 0
    const end = start[u + 1] ?? 0
    if (!permit || first === end) return emptyRow
    const stored = new Uint16Array(end - first)
    for (let e = first; e < end; e++) stored[e - first] = u16OfRatio(values[e] ?? 0)
    return { columns: columns.slice(first, end), values: stored }
  })
}

const sharesOf = (values: Float64Array): Uint16Array => Uint16Array.from(values, u16OfRatio)

/** Steps 6 to 18 on float64, for input that `isFloat64Safe` accepts; bit for bit what `exactEpoch` gives. */
export function float64Epoch(input: EpochInput, prepared: PreparedEpoch): EpochOutput {
  const { n } = input
  const { newPermits, stakeMask } = prepared
  const stake = Float64Array.from(prepared.stake, Number)
  // 6. Active stake.
  const activeStake = normalize(stake.map((value, u) => (stakeMask[u] === true ? 0 : value)))
  // 7. Weights, e: row normalise.
  const weights = rowNormalize(prepared.weights)
  // 8. Consensus.
  const consensus = findConsensus(activeStake, weights, n, ratioOfU16(input.kappa))
  // 9. Clipped weights.
  const clipped = clipToConsensus(weights, consensus)
  // 10. Validator trust.
  const validatorTrust = rowSums(clipped)
  // 11. Ranks and incentive.
  const incentive = normalize(ranksOf(clipped, activeStake))
  // 12. Weights for bonds.
  const bondWeights = weightsForBonds(weights, clipped, ratioOfU16(input.bondsPenalty))
  // 14. Bonds and dividends.
  const step = { input, bonds: prepared.bonds, activeStake, weightsForBonds: bondWeights, consensus, incentive }
  const { bonds, dividends } = input.yuma3On ? yuma3Bonds(step) : originalBonds(step)
  // 15. Emission scores.
  const scores = emissionScores(incentive, dividends, stake, activeStake)
  // 16 to 18. Amounts, shares and bonds as stored.
  return {
    active: prepared.inactive.map((value) => !value),
    consensus: sharesOf(consensus),
    incentive: sharesOf(incentive),
    dividends: sharesOf(dividends),
    validatorTrust: sharesOf(validatorTrust),
    stakeWeight: sharesOf(stake),
    validatorPermit: newPermits,
    serverEmission: amountsOf(scores.server, input.raoEmission),
    validatorEmission: amountsOf(scores.validator, input.raoEmission),
    emission: amountsOf(scores.combined, input.raoEmission),
    stake: input.totalStake.map((bits) => toU64(I64F64.floor(bits))),
    bonds: storedBonds(bonds, newPermits),
  }
}
