import { greater, I32F32, lesser, u16Ratio } from '../fixed.ts'
import { exactSigmoid } from './exp.ts'
import type { Entry, ExactMatrix } from './matrix.ts'

/** Liquid alpha's hyperparameters as raw I32F32. `steepness` is in hundredths. */
export interface AlphaParameters {
  readonly low: bigint
  readonly high: bigint
  readonly steepness: bigint
}

/** Converts the u16, u16, i16 of storage. */
export const exactAlphaParameters = (low: number, high: number, steepness: number): AlphaParameters => ({
  low: u16Ratio(low),
  high: u16Ratio(high),
  steepness: BigInt(steepness) << 32n,
})

const clampToOne = (value: bigint) => greater(0n, lesser(value, I32F32.one))

/** `alpha_sigmoid`: EMA factor of one bond, from how far weight and bond stand above consensus. */
export function exactAlpha(consensus: bigint, weight: bigint, bond: bigint, parameters: AlphaParameters): bigint {
  const { low, high, steepness } = parameters
  const buy = clampToOne(I32F32.sub(weight, consensus))
  const sell = clampToOne(I32F32.sub(bond, weight))
  const difference = weight >= bond ? buy : sell
  const slope = I32F32.divide(steepness, -100n << 32n)
  const sigmoid = exactSigmoid(I32F32.mul(slope, I32F32.sub(difference, I32F32.one >> 1n)))
  const alpha = I32F32.add(low, I32F32.mul(sigmoid, I32F32.sub(high, low)))
  return greater(lesser(alpha, high), low)
}

/**
 * Values that one forward walk over a row finds while the column rises: an entry with a smaller column is skipped for
 * good, one with a larger column waits. So unsorted rows hide entries.
 */
export function visibleValues(row: readonly Entry[], n: number): bigint[] {
  const visible = new Array<bigint>(n).fill(0n)
  let next = 0
  for (let j = 0; j < n; j++) {
    while (next < row.length && (row[next]?.[0] ?? 0) < j) next++
    const entry = row[next]
    if (entry !== undefined && entry[0] === j) visible[j] = entry[1]
  }
  return visible
}

/** EMA factors of all columns for each row. */
export function exactAlphaMatrix(
  weights: ExactMatrix,
  bonds: ExactMatrix,
  consensus: readonly bigint[],
  parameters: AlphaParameters,
): bigint[][] {
  return weights.map((row, u) => {
    const weight = visibleValues(row, consensus.length)
    const bond = visibleValues(bonds[u] ?? [], consensus.length)
    return consensus.map((value, j) => exactAlpha(value, weight[j] ?? 0n, bond[j] ?? 0n, parameters))
  })
}

/** `mat_ema_alpha_sparse`: a bond without an entry in `weights` vanishes at once; an explicit zero lets it decay. */
export function exactAlphaEma(weights: ExactMatrix, bonds: ExactMatrix, alpha: readonly bigint[][]): ExactMatrix {
  const n = weights.length
  return weights.map((row, u) => {
    const factors = alpha[u] ?? []
    const decayed = new Array<bigint>(n).fill(0n)
    for (const [j, value] of bonds[u] ?? [])
      if (j < n) decayed[j] = I32F32.mul(I32F32.sub(I32F32.one, factors[j] ?? 0n), value)
    return row.flatMap(([j, value]): Entry[] => {
      const product = I32F32.mul(factors[j] ?? 0n, value)
      const mixed = I32F32.add(decayed[j] ?? 0n, greater(product, 0n))
      const bond = lesser(mixed, I32F32.one)
      return bond > 0n ? [[j, bond]] : []
    })
  })
}
