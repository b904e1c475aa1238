import type { Rng } from '../../rng.ts'
import type { Mixture } from './mixture.ts'

/** A series with its next value and the law that the next value was drawn by. */
export interface Path {
  /** The last one is the value to forecast. */
  readonly values: Float64Array
  /** Exact law of the last value, given the ones before it and all parameters of the source. */
  readonly law: Mixture
}

/** A kind of series. Draws its parameters anew and then `length` values by them; difficulty from 0 to 1. */
export type Family = (rng: Rng, length: number, difficulty: number) => Path

/** A number drawn evenly from an interval. */
export const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.uniform()
