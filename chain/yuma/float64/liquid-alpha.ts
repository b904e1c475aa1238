import type { Arena } from '../arena.ts'
import { mul, mulCeil, ONE, ratioOfU16 } from './arithmetic.ts'
import { sigmoid } from './exp.ts'
import { emptyMatrix, type Matrix } from './matrix.ts'

/** Liquid alpha's hyperparameters, ready for use: bounds as raw I32F32, slope in hundredths. */
export interface AlphaCurve {
  readonly low: number
  readonly high: number
  /** Negated steepness, raw I32F32. */
  readonly slope: number
}

/** Converts the u16, u16, i16 (hundredths) of storage. */
export const alphaCurve = (low: number, high: number, steepness: number): AlphaCurve => ({
  low: ratioOfU16(low),
  high: ratioOfU16(high),
  slope: Math.trunc((steepness * ONE) / -100),
})

/** floor(slope · offset / 2³²) for |slope| < 2⁴¹ and |offset| ≤ 2³¹. */
function mulSigned(slope: number, offset: number): number {
  const magnitude = Math.abs(slope)
  const distance = Math.abs(offset)
  const whole = Math.floor(magnitude / ONE)
  const part = magnitude - whole * ONE
  if (slope < 0 === offset < 0) return whole * distance + mul(distance, part)
  return -(whole * distance + mulCeil(distance, part))
}

/** EMA factor of one bond, from how far weight and bond stand above consensus; all in [0, 1]. */
export function liquidAlpha(consensus: number, weight: number, bond: number, curve: AlphaCurve): number {
  const { low, high, slope } = curve
  const difference = weight >= bond ? Math.max(0, weight - consensus) : bond - weight
  const share = sigmoid(mulSigned(slope, difference - ONE / 2))
  const alpha = high >= low ? low + mul(share, high - low) : low
  return Math.max(Math.min(alpha, high), low)
}

/**
 * Writes the values of row `u` that liquid alpha sees into `dense` and returns it. It walks a row once while the column
 * rises, so an entry counts only when its column exceeds all columns before it.
 */
function visibleInto(dense: Float64Array, { start, columns, values }: Matrix, u: number): void {
  dense.fill(0)
  const end = start[u + 1] ?? 0
  let highest = -1
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    if (j <= highest) continue
    highest = j
    if (j < dense.length) dense[j] = values[e] ?? 0
  }
}

/** What the EMA of liquid alpha mixes. */
export interface LiquidEma {
  readonly weights: Matrix
  readonly bonds: Matrix
  readonly consensus: Float64Array
  readonly curve: AlphaCurve
}

/**
 * Moves bonds towards weights with a factor of their own each. A bond without an entry in `weights` vanishes at once; an
 * explicit zero lets it decay. Keeps the row order of `weights`.
 */
export function liquidAlphaEma(arena: Arena, { weights, bonds, consensus, curve }: LiquidEma): Matrix {
  const n = consensus.length
  const weightOf = arena.float64(n)
  const bondOf = arena.float64(n)
  const lastBondOf = arena.float64(n)
  const result = emptyMatrix(arena, n, weights.values.length)
  const { start, columns, values } = result
  let size = 0
  for (let u = 0; u < n; u++) {
    const first = weights.start[u] ?? 0
    const end = weights.start[u + 1] ?? 0
    if (end > first) {
      visibleInto(weightOf, weights, u)
      visibleInto(bondOf, bonds, u)
      lastBondOf.fill(0)
      for (let e = bonds.start[u] ?? 0; e < (bonds.start[u + 1] ?? 0); e++) {
        const j = bonds.columns[e] ?? 0
        if (j < n) lastBondOf[j] = bonds.values[e] ?? 0
      }
    }
    for (let e = first; e < end; e++) {
      const j = weights.columns[e] ?? 0
      const alpha = liquidAlpha(consensus[j] ?? 0, weightOf[j] ?? 0, bondOf[j] ?? 0, curve)
      const bond = Math.min(mul(ONE - alpha, lastBondOf[j] ?? 0) + mul(alpha, weights.values[e] ?? 0), ONE)
      if (bond === 0) continue
      columns[size] = j
      values[size] = bond
      size++
    }
    start[u + 1] = size
  }
  return result
}
