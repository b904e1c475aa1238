import type { Arena } from '../arena.ts'
import { entriesOf, type IntegerCsr } from '../csr.ts'
import type { EpochInput } from '../epoch-input.ts'
import { divide, mul, normalize, ONE, ratioOfU16 } from './arithmetic.ts'
import { hasConsensus } from './consensus.ts'
import { alphaCurve, liquidAlphaEma } from './liquid-alpha.ts'
import { colMaxUpscale, colNormalize, columnSums, emptyMatrix, type Matrix } from './matrix.ts'

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

/** (1 − average) · fresh + average · old, columns ascending, positive values only. */
export function emaOf(arena: Arena, fresh: Matrix, old: Matrix, average: number): Matrix {
  const n = fresh.start.length - 1
  let capacity = 0
  for (let u = 0; u < n; u++) capacity += Math.min(n, rowLength(fresh, u) + rowLength(old, u))
  const mix: Mix = { result: emptyMatrix(arena, n, capacity), fresh, old, average }
  const { start } = mix.result
  const accumulated = arena.float64(n)
  let size = 0
  for (let u = 0; u < n; u++) {
    const isSimple = isAscending(fresh, u) && isAscending(old, u)
    size = isSimple ? mergeRow(mix, u, size) : accumulateRows(mix, u, size, accumulated)
    start[u + 1] = size
  }
  return mix.result
}

/** What `emaOf` mixes, and where to. */
interface Mix {
  readonly result: Matrix
  readonly fresh: Matrix
  readonly old: Matrix
  readonly average: number
}

const rowLength = ({ start }: Matrix, u: number): number => (start[u + 1] ?? 0) - (start[u] ?? 0)

/** Whether the columns of a row rise, so that none repeats. Nearly all rows are like this. */
function isAscending({ start, columns }: Matrix, u: number): boolean {
  const end = start[u + 1] ?? 0
  let last = -1
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    if (j <= last) return false
    last = j
  }
  return true
}

/** Mixes row `u` of two ascending rows in one walk and writes it from `size` on; gives where it ends. */
function mergeRow({ result, fresh, old, average }: Mix, u: number, size: number): number {
  const n = fresh.start.length - 1
  const rest = ONE - average
  const freshEnd = fresh.start[u + 1] ?? 0
  const oldEnd = old.start[u + 1] ?? 0
  let f = fresh.start[u] ?? 0
  let o = old.start[u] ?? 0
  let next = size
  while (f < freshEnd || o < oldEnd) {
    const freshColumn = f < freshEnd ? (fresh.columns[f] ?? 0) : n
    const oldColumn = o < oldEnd ? (old.columns[o] ?? 0) : n
    const j = freshColumn < oldColumn ? freshColumn : oldColumn
    // What is left are bonds to uids that do not exist.
    if (j >= n) break
    let value = 0
    if (freshColumn === j) value = mul(fresh.values[f++] ?? 0, rest)
    if (oldColumn === j) value += mul(old.values[o++] ?? 0, average)
    if (value === 0) continue
    result.columns[next] = j
    result.values[next] = value
    next++
  }
  return next
}

/** The same of rows in any order, with repeats that add up. */
function accumulateRows({ result, fresh, old, average }: Mix, u: number, size: number, sums: Float64Array): number {
  sums.fill(0)
  accumulateRow(sums, fresh, u, ONE - average)
  accumulateRow(sums, old, u, average)
  let next = size
  for (let j = 0; j < sums.length; j++) {
    const value = sums[j] ?? 0
    if (value === 0) continue
    result.columns[next] = j
    result.values[next] = value
    next++
  }
  return next
}

function accumulateRow(accumulated: Float64Array, matrix: Matrix, u: number, factor: number): void {
  const { start, columns, values } = matrix
  const end = start[u + 1] ?? 0
  for (let e = start[u] ?? 0; e < end; e++) {
    const j = columns[e] ?? 0
    if (j < accumulated.length) accumulated[j] = (accumulated[j] ?? 0) + mul(values[e] ?? 0, factor)
  }
}

function bondRatios(arena: Arena, bonds: IntegerCsr): Matrix {
  const { start, columns, values } = bonds
  const ratios = arena.float64(values.length)
  const size = entriesOf(bonds)
  for (let e = 0; e < size; e++) ratios[e] = ratioOfU16(values[e] ?? 0)
  return { start, columns, values: ratios }
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
