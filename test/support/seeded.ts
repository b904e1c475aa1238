import { createRng, type Rng } from '../../shared/rng.ts'

/** A generator for tests: equal numbers give equal draws. */
export function seeded(number: number): Rng {
  const seed = new Uint8Array(16)
  new DataView(seed.buffer).setUint32(0, number)
  return createRng(seed)
}
