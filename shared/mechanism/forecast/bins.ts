import type { Probabilities } from '../rows/probabilities.ts'
import { type Mixture, mixtureCdf } from './mixture.ts'

/** Bins of an answer. */
export const BINS = 32
/** Width of a bin in standard deviations of what the miner sees. */
export const BIN_WIDTH = 0.2
/** Left edge of the first bin; the last one ends as far on the other side. */
export const FIRST_EDGE = (-BINS * BIN_WIDTH) / 2

/** Bin of a standardised value. Values beyond the outermost edges count as in the outermost bins. */
export const binOf = (value: number): number =>
  Math.max(0, Math.min(BINS - 1, Math.floor((value - FIRST_EDGE) / BIN_WIDTH)))

/** Fills a row with the probability of each bin by a law; the outermost bins take all that lies beyond them. */
export function fillMasses(law: Mixture, masses: Probabilities): void {
  let below = 0
  for (let bin = 0; bin < BINS; bin++) {
    const upTo = bin === BINS - 1 ? 1 : mixtureCdf(law, FIRST_EDGE + (bin + 1) * BIN_WIDTH)
    // Rounding may take a difference of two ones below zero.
    masses[bin] = Math.max(0, upTo - below)
    below = upTo
  }
}
