import type { Arena } from '../arena.ts'
import { bigintOf, numberOf } from '../u64.ts'
import { divide, mul, ONE, sumOf } from './arithmetic.ts'

/** Shares of the emission, raw I32F32. */
export interface EmissionScores {
  readonly server: Float64Array
  readonly validator: Float64Array
  readonly combined: Float64Array
}

/** What the scores are made of, raw I32F32. */
export interface ScoreInput {
  readonly incentive: Float64Array
  readonly dividends: Float64Array
  readonly stake: Float64Array
  readonly activeStake: Float64Array
}

/** Step 15. When nobody earned anything, stake takes the validators' place. */
export function emissionScores(arena: Arena, input: ScoreInput): EmissionScores {
  const { incentive, dividends, stake, activeStake } = input
  const total = sumOf(incentive) + sumOf(dividends)
  if (total === 0) {
    const base = sumOf(activeStake) === 0 ? stake : activeStake
    return { server: incentive, validator: base, combined: base }
  }
  const n = incentive.length
  const scores = { server: arena.float64(n), validator: arena.float64(n), combined: arena.float64(n) }
  for (let u = 0; u < n; u++) {
    const server = incentive[u] ?? 0
    const validator = dividends[u] ?? 0
    const serverScore = server > 0 ? divide(server, total) : 0
    const validatorScore = validator > 0 ? divide(validator, total) : 0
    scores.server[u] = serverScore
    scores.validator[u] = validatorScore
    // Few uids earn as both.
    const isBoth = server > 0 && validator > 0
    scores.combined[u] = isBoth ? divide(server + validator, total) : serverScore + validatorScore
  }
  return scores
}

/** Amounts paid, rao per uid. */
export interface EmissionAmounts {
  readonly server: readonly bigint[]
  readonly validator: readonly bigint[]
  readonly combined: readonly bigint[]
}

/** floor(score · rao / 2³²) of a score up to 1; amounts below 2⁵³ stay in float64 until they are whole. */
function amountOf(score: number, rao: bigint, approximateRao: number): bigint {
  if (score === 0) return 0n
  if (approximateRao > Number.MAX_SAFE_INTEGER) return (BigInt(score) * rao) >> 32n
  const high = Math.floor(approximateRao / ONE)
  return bigintOf(score * high + mul(approximateRao - high * ONE, score))
}

/** Step 16: what each score is worth, each on its own; remainders are not paid. */
export function emissionAmounts(scores: EmissionScores, raoEmission: bigint): EmissionAmounts {
  // Rounds, but never from above 2⁵³ to below.
  const approximateRao = numberOf(raoEmission)
  const server: bigint[] = []
  const validator: bigint[] = []
  const combined: bigint[] = []
  for (let u = 0; u < scores.combined.length; u++) {
    const serverScore = scores.server[u] ?? 0
    const validatorScore = scores.validator[u] ?? 0
    const score = scores.combined[u] ?? 0
    const serverRao = amountOf(serverScore, raoEmission, approximateRao)
    const validatorRao = amountOf(validatorScore, raoEmission, approximateRao)
    server.push(serverRao)
    validator.push(validatorRao)
    // Few uids earn as both; the others' combined score is one of the two.
    combined.push(
      score === serverScore
        ? serverRao
        : score === validatorScore
          ? validatorRao
          : amountOf(score, raoEmission, approximateRao),
    )
  }
  return { server, validator, combined }
}
