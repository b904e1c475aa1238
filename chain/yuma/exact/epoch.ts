import type { EpochInput } from '../epoch-input.ts'
import type { EpochOutput } from '../epoch-output.ts'
import { I32F32, I96F32, toU64, u16OfI32f32, u16Ratio } from '../fixed.ts'
import type { PreparedEpoch } from '../prepare.ts'
import { emptyRow, type Rows } from '../rows.ts'
import { exactStakeShares } from '../stake-shares.ts'
import { exactOriginalBonds, exactYuma3Bonds } from './bonds.ts'
import { exactConsensus } from './consensus.ts'
import { colClip, columnScores, type ExactMatrix, exactMatrix, interpolate, rowNormalize } from './matrix.ts'

interface Scores {
  readonly server: readonly bigint[]
  readonly validator: readonly bigint[]
  readonly combined: readonly bigint[]
}

function emissionScores(
  incentive: readonly bigint[],
  dividends: readonly bigint[],
  stake: readonly bigint[],
  activeStake: readonly bigint[],
): Scores {
  const sum = incentive.map((value, u) => I32F32.add(value, dividends[u] ?? 0n))
  const total = I32F32.sum(sum)
  if (total === 0n) {
    const base = I32F32.sum(activeStake) === 0n ? stake : activeStake
    return { server: incentive, validator: base, combined: base }
  }
  return {
    server: incentive.map((value) => I32F32.divide(value, total)),
    validator: dividends.map((value) => I32F32.divide(value, total)),
    combined: sum.map((value) => I32F32.divide(value, total)),
  }
}

function storedBonds(bonds: ExactMatrix, permits: readonly boolean[]): Rows {
  return bonds.map((row, u) =>
    permits[u] === true
      ? {
          columns: Uint16Array.from(row, ([j]) => j),
          values: Uint16Array.from(row, ([, value]) => u16OfI32f32(value)),
        }
      : emptyRow,
  )
}

/**
 * Steps 6 to 18 on bigint, saturating and wrapping like the runtime whatever the input: the road for input outside the
 * range of `float64/`, and the oracle that `float64/` is tested against.
 */
export function exactEpoch(input: EpochInput, prepared: PreparedEpoch): EpochOutput {
  const { n } = input
  const { newPermits } = prepared
  const stake = exactStakeShares(input)
  // 6. Active stake.
  const activeStake = I32F32.normalize(stake.map((value, u) => (prepared.stakeMask[u] === true ? 0n : value)))
  // 7. Weights, e: row normalise.
  const weights = rowNormalize(exactMatrix(prepared.weights, (value) => BigInt(value) << 32n))
  // 8. Consensus.
  const consensus = exactConsensus(activeStake, weights, n, u16Ratio(input.kappa))
  // 9. Clipped weights.
  const clipped = colClip(weights, consensus)
  // 10. Validator trust.
  const validatorTrust = clipped.map((row) => I32F32.sum(row.map(([, value]) => value)))
  // 11. Ranks and incentive.
  const incentive = I32F32.normalize(columnScores(clipped, activeStake, n))
  // 12. Weights for bonds.
  const weightsForBonds = interpolate(weights, clipped, n, u16Ratio(input.bondsPenalty))
  // 14. Bonds and dividends.
  const step = { input, prepared, activeStake, weightsForBonds, consensus, incentive }
  const { bonds, dividends } = input.yuma3On ? exactYuma3Bonds(step) : exactOriginalBonds(step)
  // 15. Emission scores.
  const scores = emissionScores(incentive, dividends, stake, activeStake)
  // 16. Amounts.
  const emission = I96F32.fromInteger(input.raoEmission)
  const amounts = (values: readonly bigint[]) => values.map((value) => toU64(I96F32.floor(I96F32.mul(value, emission))))
  // 17, 18. Shares and bonds as stored.
  const shares = (values: readonly bigint[]) => Uint16Array.from(values, u16OfI32f32)
  return {
    active: prepared.inactive.map((value) => !value),
    consensus: shares(consensus),
    incentive: shares(incentive),
    dividends: shares(dividends),
    validatorTrust: shares(validatorTrust),
    stakeWeight: shares(stake),
    validatorPermit: newPermits,
    serverEmission: amounts(scores.server),
    validatorEmission: amounts(scores.validator),
    emission: amounts(scores.combined),
    stake: prepared.wholeStake,
    bonds: storedBonds(bonds, newPermits),
  }
}
