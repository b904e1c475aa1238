import type { IntegerCsr } from '../csr.ts'
import type { EpochInput } from '../epoch-input.ts'
import { divide, mul, normalize, ONE, ratioOfU16 } from './arithmetic.ts'
import { hasConsensus } from './consensus.ts'
import { alphaCurve, liquidAlphaEma } from './liquid-alpha.ts'
import { colMaxUpscale, colNormalize, columnSums, emptyMatrix, type Matrix } from './matrix.ts'

/** Inputs of step 14. */
export interface BondsStep {
  readonly input: EpochInput
  /** Stored bonds that count, as integers. */
  readonly bonds: IntegerCsr
  readonly activeStake: Float64Array
  readonly weightsForBonds: Matrix
  readonly consensus: Float64Array
  readonly incentive: Float64Array
}

/** Result of step 14: bonds to store, and dividends. */
export interface BondsResult {
  readonly bonds: Matrix
  readonly dividends: Float64Array
}

/** Share of old bonds in the EMA, of at most a million millionths. */
const movingAverage = (millionths: bigint): number => Math.floor((Number(millionths) * ONE) / 1_000_000)

/** (1 − average) · fresh + average · old, columns ascending, positive values only. */
export function emaOf(fresh: Matrix, old: Matrix, average: number): Matrix {
  const n = fresh.start.length - 1
  let capacity = 0
  for (let u = 0; u < n; u++) capacity += Math.min(n, rowLength(fresh, u) + rowLength(old, u))
  const result = emptyMatrix(n, capacity)
  const { start, columns, values } = result
  const accumulated = new Float64Array(n)
  let size = 0
  for (let u = 0; u < n; u++) {
    if (rowLength(fresh, u) + rowLength(old, u) > 0) {
      accumulated.fill(0)
      accumulateRow(accumulated, fresh, u, ONE - average)
      accumulateRow(accumulated, old, u, average)
      for (let j = 0; j < n; j++) {
        const value = accumulated[j] ?? 0
        if (value === 0) continue
        columns[size] = j
        values[size] = value
        size++
      }
    }
    start[u + 1] = size
  }
  return result
}

const rowLength = ({ start }: Matrix, u: number): number => (start[u + 1] ?? 0) - (start[u] ?? 0)

function accumulateRow(accumulated: Float64Array, matrix: Matrix, u: number, factor: number): void {
  const { start, columns, values } = matrix
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    if (j < accumulated.length) accumulated[j] = (accumulated[j] ?? 0) + mul(values[e] ?? 0, factor)
  }
}

/** 14 A. Yuma 3. */
export function yuma3Bonds(step: BondsStep): BondsResult {
  const { input, activeStake, weightsForBonds, consensus, incentive } = step
  const old: Matrix = { ...step.bonds, values: Float64Array.from(step.bonds.values, ratioOfU16) }
  const bonds =
    input.liquidAlphaOn && hasConsensus(consensus)
      ? liquidAlphaEma(
          weightsForBonds,
          old,
          consensus,
          alphaCurve(input.alphaLow, input.alphaHigh, input.alphaSigmoidSteepness),
        )
      : emaOf(weightsForBonds, old, movingAverage(input.bondsMovingAverage))
  const size = bonds.start[input.n] ?? 0
  const totals = columnSums(bonds, size, input.n)
  const dividends = new Float64Array(input.n)
  for (let u = 0; u < input.n; u++) {
    const stake = activeStake[u] ?? 0
    if (stake === 0) continue
    const end = bonds.start[u + 1] ?? 0
    let total = 0
    for (let e = bonds.start[u] ?? 0; e < end; e++) {
      const j = bonds.columns[e] ?? 0
      const reward = incentive[j] ?? 0
      if (reward !== 0) total += mul(divide(bonds.values[e] ?? 0, totals[j] ?? 0), reward)
    }
    dividends[u] = mul(total, stake)
  }
  return { bonds, dividends: normalize(dividends) }
}

/** Stored bonds as shares of their column. The integers cancel the 2³² of both; the sum saturates as I32F32 does. */
function columnShares(bonds: IntegerCsr, n: number): Matrix {
  const totals = columnSums(bonds, bonds.values.length, n)
  const values = Float64Array.from(bonds.values, (value, e) => {
    const total = Math.min(totals[bonds.columns[e] ?? 0] ?? 0, 2 ** 31)
    return total === 0 ? 0 : Math.floor((value * ONE) / total)
  })
  return { ...bonds, values }
}

/** 14 B. Original Yuma. */
export function originalBonds(step: BondsStep): BondsResult {
  const { input, activeStake, weightsForBonds, incentive } = step
  const { n } = input
  const old = columnShares(step.bonds, n)
  const { start, columns } = weightsForBonds
  const staked = new Float64Array(weightsForBonds.values.length)
  for (let u = 0; u < n; u++) {
    const end = start[u + 1] ?? 0
    for (let e = start[u] ?? 0; e < end; e++) staked[e] = mul(weightsForBonds.values[e] ?? 0, activeStake[u] ?? 0)
  }
  const fresh = colNormalize({ start, columns, values: staked }, n)
  const ema = colNormalize(emaOf(fresh, old, movingAverage(input.bondsMovingAverage)), n)
  const dividends = new Float64Array(n)
  for (let u = 0; u < n; u++) {
    const end = ema.start[u + 1] ?? 0
    let total = 0
    for (let e = ema.start[u] ?? 0; e < end; e++) total += mul(ema.values[e] ?? 0, incentive[ema.columns[e] ?? 0] ?? 0)
    dividends[u] = total
  }
  return { bonds: colMaxUpscale(ema, n), dividends: normalize(dividends) }
}
