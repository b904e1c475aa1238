import { divide, mul, ONE, sumOf } from './arithmetic.ts'

/** Shares of the emission, raw I32F32. */
export interface EmissionScores {
  readonly server: Float64Array
  readonly validator: Float64Array
  readonly combined: Float64Array
}

/** Step 15. When nobody earned anything, stake takes the validators' place. */
export function emissionScores(
  incentive: Float64Array,
  dividends: Float64Array,
  stake: Float64Array,
  activeStake: Float64Array,
): EmissionScores {
  const total = sumOf(incentive) + sumOf(dividends)
  if (total === 0) {
    const base = sumOf(activeStake) === 0 ? stake : activeStake
    return { server: incentive, validator: base, combined: base }
  }
  const share = (value: number) => (value === 0 ? 0 : divide(value, total))
  return {
    server: incentive.map(share),
    validator: dividends.map(share),
    combined: incentive.map((value, u) => share(value + (dividends[u] ?? 0))),
  }
}

/** Step 16: floor(score · rao), each on its own; remainders are not paid. */
export function amountsOf(scores: Float64Array, raoEmission: bigint): bigint[] {
  if (raoEmission > BigInt(Number.MAX_SAFE_INTEGER))
    return Array.from(scores, (score) => (score === 0 ? 0n : (BigInt(score) * raoEmission) >> 32n))
  const rao = Number(raoEmission)
  const high = Math.floor(rao / ONE)
  const low = rao - high * ONE
  return Array.from(scores, (score) => (score === 0 ? 0n : BigInt(score * high + mul(low, score))))
}
