import type { Arena } from '../arena.ts'
import { entriesOf, type IntegerCsr } from '../csr.ts'
import type { EpochInput } from '../epoch-input.ts'
import { divide, mul, normalize, ONE, ratioOfU16 } from './arithmetic.ts'
import { hasConsensus } from './consensus.ts'
import { emaOf } from './ema.ts'
import { alphaCurve, liquidAlphaEma } from './liquid-alpha.ts'
import { colMaxUpscale, colNormalize, columnSums, type Matrix } from './matrix.ts'

/** Inputs of step 14. */
export interface BondsStep {
  readonly arena: Arena
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

function bondRatios(arena: Arena, bonds: IntegerCsr): Matrix {
  const { start, columns, values } = bonds
  const ratios = arena.float64(values.length)
  for (let u = 0; u + 1 < start.length; u++) writeRatios(ratios, bonds, u)
  return { start, columns, values: ratios }
}

function writeRatios(ratios: Float64Array, { start, values }: IntegerCsr, u: number): void {
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) ratios[e] = ratioOfU16(values[e] ?? 0)
}

/** 14 A. Yuma 3. */
export function yuma3Bonds(step: BondsStep): BondsResult {
  const { arena, input, activeStake, weightsForBonds, consensus, incentive } = step
  const old = bondRatios(arena, step.bonds)
  const curve = alphaCurve(input.alphaLow, input.alphaHigh, input.alphaSigmoidSteepness)
  const bonds =
    input.liquidAlphaOn && hasConsensus(consensus)
      ? liquidAlphaEma(arena, { weights: weightsForBonds, bonds: old, consensus, curve })
      : emaOf(arena, weightsForBonds, old, movingAverage(input.bondsMovingAverage))
  const totals = columnSums(arena, bonds, input.n)
  const dividends = arena.float64(input.n)
  for (let u = 0; u < input.n; u++) {
    const stake = activeStake[u] ?? 0
    if (stake !== 0) dividends[u] = mul(rewardOf(bonds, u, totals, incentive), stake)
  }
  return { bonds, dividends: normalize(dividends) }
}

/** What the bonds of row `u` earn: of each column's incentive the share that they are of the column's total. */
function rewardOf({ start, columns, values }: Matrix, u: number, totals: Float64Array, incentive: Float64Array) {
  const end = start[u + 1] ?? 0
  let total = 0
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    const reward = incentive[j] ?? 0
    if (reward !== 0) total += mul(divide(values[e] ?? 0, totals[j] ?? 0), reward)
  }
  return total
}

/** Stored bonds as shares of their column. The integers cancel the 2³² of both; the sum saturates as I32F32 does. */
function columnShares(arena: Arena, bonds: IntegerCsr, n: number): Matrix {
  const { start, columns, values } = bonds
  const totals = columnSums(arena, bonds, n)
  const shares = arena.float64(values.length)
  const size = entriesOf(bonds)
  for (let e = 0; e < size; e++) {
    const total = Math.min(totals[columns[e] ?? 0] ?? 0, 2 ** 31)
    if (total > 0) shares[e] = Math.floor(((values[e] ?? 0) * ONE) / total)
  }
  return { start, columns, values: shares }
}

/** 14 B. Original Yuma. */
export function originalBonds(step: BondsStep): BondsResult {
  const { arena, input, activeStake, weightsForBonds, incentive } = step
  const { n } = input
  const old = columnShares(arena, step.bonds, n)
  const { start, columns } = weightsForBonds
  const staked = arena.float64(weightsForBonds.values.length)
  for (let u = 0; u < n; u++) {
    const end = start[u + 1] ?? 0
    for (let e = start[u] ?? 0; e < end; e++) staked[e] = mul(weightsForBonds.values[e] ?? 0, activeStake[u] ?? 0)
  }
  const fresh = colNormalize(arena, { start, columns, values: staked }, n)
  const ema = colNormalize(arena, emaOf(arena, fresh, old, movingAverage(input.bondsMovingAverage)), n)
  const dividends = arena.float64(n)
  for (let u = 0; u < n; u++) {
    const end = ema.start[u + 1] ?? 0
    let total = 0
    for (let e = ema.start[u] ?? 0; e < end; e++) total += mul(ema.values[e] ?? 0, incentive[ema.columns[e] ?? 0] ?? 0)
    dividends[u] = total
  }
  return { bonds: colMaxUpscale(arena, ema, n), dividends: normalize(dividends) }
}
