import { AppError } from '../../../shared/errors.ts'

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

/**
 * Nakamoto coefficient (Srinivasan & Lee, "Quantifying Decentralization", 2017): how many owners it takes, largest first,
 * to hold more than `threshold` of everything. `undefined` when there is nothing to hold.
 */
export function nakamotoCoefficient(amounts: readonly number[], threshold = 0.5): number | undefined {
  const needed = threshold * total(amounts)
  let held = 0
  const index = [...amounts]
    .sort((a, b) => b - a)
    .findIndex((amount) => {
      held += amount
      return held > needed
    })
  return index === -1 ? undefined : index + 1
}

/**
 * Gini coefficient of n amounts in ascending order: Σ (2i − n − 1) xᵢ / (n Σ xᵢ); 0 when all are equal, (n − 1) / n when
 * one has all. `undefined` when there is nothing.
 */
export function giniCoefficient(amounts: readonly number[]): number | undefined {
  const all = total(amounts)
  if (all === 0) return undefined
  const count = amounts.length
  const sorted = [...amounts].sort((a, b) => a - b)
  return sorted.reduce((sum, amount, index) => sum + (2 * index + 1 - count) * amount, 0) / (count * all)
}

/**
 * Stake that must be added to reach a majority κ of the consensus: (held + x) / (all + x) = κ, so x = (κ·all − held) / (1 − κ);
 * 0 for who has it already.
 * @param kappa from 0 up to, not including, 1.
 * @throws AppError `out-of-range`.
 */
export function takeoverStake({ all, held, kappa }: { all: number; held: number; kappa: number }): number {
  if (!(kappa >= 0 && kappa < 1))
    throw new AppError('out-of-range', `kappa is a share from 0 to below 1; found ${kappa}`)
  return Math.max(0, (kappa * all - held) / (1 - kappa))
}

/** Cost of that stake in TAO at today's price of the subnet's token; buying so much would raise the price further. */
export const takeoverCost = (stake: number, price: number): number => stake * price
