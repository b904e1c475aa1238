import type { EpochInput } from '../epoch-input.ts'
import { I32F32, I64F64, i32f32FromI64f64, u16Ratio } from '../fixed.ts'
import type { PreparedEpoch } from '../prepare.ts'
import { exactAlphaEma, exactAlphaMatrix, exactAlphaParameters } from './liquid-alpha.ts'
import {
  colMaxUpscale,
  colNormalize,
  type Entry,
  type ExactMatrix,
  exactMatrix,
  rowScores,
  scaleRows,
} from './matrix.ts'

/** Share of new bonds in the EMA: 1 − moving average. Negative when root set more than a million millionths. */
export function exactScalarAlpha(bondsMovingAverage: bigint): bigint {
  const average = I64F64.divide(I64F64.fromInteger(bondsMovingAverage), I64F64.fromInteger(1_000_000n))
  return I32F32.sub(I32F32.one, i32f32FromI64f64(average))
}

/** `mat_ema_sparse`: alpha · fresh + (1 − alpha) · old, columns ascending, positive values only. */
export function exactEma(fresh: ExactMatrix, old: ExactMatrix, alpha: bigint): ExactMatrix {
  const n = fresh.length
  const rest = I32F32.sub(I32F32.one, alpha)
  return fresh.map((row, u) => {
    const accumulated = new Array<bigint>(n).fill(0n)
    const mix = (entries: readonly Entry[], factor: bigint) => {
      for (const [j, value] of entries)
        if (j < n) accumulated[j] = I32F32.add(accumulated[j] ?? 0n, I32F32.mul(factor, value))
    }
    mix(row, alpha)
    mix(old[u] ?? [], rest)
    return accumulated.flatMap((value, j): Entry[] => (value > 0n ? [[j, value]] : []))
  })
}

/** Inputs of step 14. */
export interface BondsStep {
  readonly input: EpochInput
  readonly prepared: PreparedEpoch
  readonly activeStake: readonly bigint[]
  readonly weightsForBonds: ExactMatrix
  readonly consensus: readonly bigint[]
  readonly incentive: readonly bigint[]
}

/** Result of step 14: bonds to store, and dividends. */
export interface BondsResult {
  readonly bonds: ExactMatrix
  readonly dividends: readonly bigint[]
}

/** 14 A. Yuma 3. */
export function exactYuma3Bonds(step: BondsStep): BondsResult {
  const { input, prepared, activeStake, weightsForBonds, consensus, incentive } = step
  const old = exactMatrix(prepared.bonds, u16Ratio)
  const isLiquid = input.liquidAlphaOn && consensus.some((value) => value !== 0n)
  const parameters = exactAlphaParameters(input.alphaLow, input.alphaHigh, input.alphaSigmoidSteepness)
  const bonds = isLiquid
    ? exactAlphaEma(weightsForBonds, old, exactAlphaMatrix(weightsForBonds, old, consensus, parameters))
    : exactEma(weightsForBonds, old, exactScalarAlpha(input.bondsMovingAverage))
  const totals = rowScores(colNormalize(bonds, input.n), incentive)
  const dividends = totals.map((total, u) => I32F32.checkedMul(total, activeStake[u] ?? 0n) ?? 0n)
  return { bonds, dividends: I32F32.normalize(dividends) }
}

/** 14 B. Original Yuma. */
export function exactOriginalBonds(step: BondsStep): BondsResult {
  const { input, prepared, activeStake, weightsForBonds, incentive } = step
  const old = colNormalize(
    exactMatrix(prepared.bonds, (value) => BigInt(value) << 32n),
    input.n,
  )
  const fresh = colNormalize(scaleRows(weightsForBonds, activeStake), input.n)
  const ema = colNormalize(exactEma(fresh, old, exactScalarAlpha(input.bondsMovingAverage)), input.n)
  const dividends = I32F32.normalize(rowScores(ema, incentive))
  return { bonds: colMaxUpscale(ema, input.n), dividends }
}
