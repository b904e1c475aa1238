import type { Quantiles } from './report.ts'

/** Quantiles of a sample, interpolated linearly between its values (Hyndman & Fan 1996, type 7); `null` for none. */
export function quantilesOf(values: readonly number[]): Quantiles | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)] ?? 0
    const above = sorted[Math.ceil(place)] ?? below
    return below + (place - Math.floor(place)) * (above - below)
  }
  return { count: sorted.length, p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) }
}
