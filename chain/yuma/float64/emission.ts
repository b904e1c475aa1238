import type { Arena } from '../arena.ts'
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
    if (server > 0) scores.server[u] = divide(server, total)
    if (validator > 0) scores.validator[u] = divide(validator, total)
    if (server + validator > 0) scores.combined[u] = divide(server + validator, total)
  }
  return scores
}

/** Amounts paid, rao per uid. */
export interface EmissionAmounts {
  readonly server: readonly bigint[]
  readonly validator: readonly bigint[]
  readonly combined: readonly bigint[]
}

/** Makes the function floor(score · rao / 2³²); amounts below 2⁵³ stay in float64 until they are whole. */
function amountFunction(raoEmission: bigint): (score: number) => bigint {
  if (raoEmission > BigInt(Number.MAX_SAFE_INTEGER)) return (score) => (BigInt(score) * raoEmission) >> 32n
  const rao = Number(raoEmission)
  const high = Math.floor(rao / ONE)
  const low = rao - high * ONE
  return (score) => BigInt(score * high + mul(low, score))
}

/** Step 16: what each score is worth, each on its own; remainders are not paid. */
export function emissionAmounts(scores: EmissionScores, raoEmission: bigint): EmissionAmounts {
  const amountOf = amountFunction(raoEmission)
  const server: bigint[] = []
  const validator: bigint[] = []
  const combined: bigint[] = []
  for (let u = 0; u < scores.combined.length; u++) {
    const serverScore = scores.server[u] ?? 0
    const validatorScore = scores.validator[u] ?? 0
    const score = scores.combined[u] ?? 0
    const serverRao = serverScore === 0 ? 0n : amountOf(serverScore)
    const validatorRao = validatorScore === 0 ? 0n : amountOf(validatorScore)
    server.push(serverRao)
    validator.push(validatorRao)
    // Few uids earn as both; the others' combined score is one of the two.
    combined.push(score === serverScore ? serverRao : score === validatorScore ? validatorRao : amountOf(score))
  }
  return { server, validator, combined }
}
