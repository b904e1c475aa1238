import { toWire, type WireTensor } from '../../model/tensor.ts'
import type { Probabilities } from './probabilities.ts'

/** Total variation distance of two distributions over the same classes: ½ Σ |a − b|, from 0 to 1. */
export function totalVariation(a: Probabilities, b: Probabilities): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0))
  return Math.min(1, sum / 2)
}

/** Mean of distributions over the same classes, the linear opinion pool; at least one. */
export function meanDistribution(rows: readonly Probabilities[]): Probabilities {
  const mean = new Float32Array(rows[0]?.length ?? 0)
  for (const row of rows) for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (row[i] ?? 0) / rows.length
  return mean
}

/** Rows of equal length in their wire form, a tensor [count, length of a row]. */
export function rowsToWire(rows: readonly Float32Array[]): WireTensor {
  const width = rows[0]?.length ?? 0
  const data = new Float32Array(rows.length * width)
  rows.forEach((row, index) => {
    data.set(row, index * width)
  })
  return toWire({ dims: [rows.length, width], data })
}
