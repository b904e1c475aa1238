import type { Rng } from '../../../../shared/rng.ts'
import { WIDTH } from './ladder-pool.ts'

/** Rows with noise of a standard deviation on every log-probability. */
export const noisy = (rows: Float32Array, deviation: number, rng: Rng, width = WIDTH): Float32Array =>
  rescale(rows, (p) => p * Math.exp(deviation * rng.normal()), width)

/** Rows sharpened (above 1) or flattened. */
export const sharpened = (rows: Float32Array, power: number, width = WIDTH): Float32Array =>
  rescale(rows, (p) => p ** power, width)

/** Rows whose two least probable outputs change places, at least so far apart that it is no tie: costs next to nothing. */
export function tailSwapped(rows: Float32Array, width = WIDTH): Float32Array {
  const out = rows.slice()
  for (let at = 0; at < rows.length; at += width) {
    const row = rows.subarray(at, at + width)
    const [least = 0, next = 1] = [...row.keys()].sort((i, j) => (row[i] ?? 0) - (row[j] ?? 0))
    out[at + least] = Math.max(row[next] ?? 0, (row[least] ?? 0) + 1e-5)
    out[at + next] = row[least] ?? 0
  }
  return rescale(out, (p) => p, width)
}

/** Rows with a share of other rows mixed in. */
export const blended = (rows: Float32Array, others: Float32Array, share: number): Float32Array =>
  rows.map((p, i) => (1 - share) * p + share * (others[i] ?? 0))

/** Rows that answer a share of the tasks badly on purpose: half of the mass goes to the next class. */
export function spoiled(rows: Float32Array, share: number, rng: Rng, width = WIDTH): Float32Array {
  const out = rows.slice()
  for (let at = 0; at < rows.length; at += width)
    if (rng.uniform() < share)
      for (let i = 0; i < width; i++)
        out[at + i] = 0.5 * (rows[at + ((i + 1) % width)] ?? 0) + 0.5 * (rows[at + i] ?? 0)
  return out
}

function rescale(rows: Float32Array, change: (p: number) => number, width: number): Float32Array {
  const out = rows.map((p) => change(Math.max(p, 1e-12)))
  for (let at = 0; at < out.length; at += width) {
    const row = out.subarray(at, at + width)
    const sum = row.reduce((a, b) => a + b)
    for (const [i, p] of row.entries()) row[i] = p / sum
  }
  return out
}
