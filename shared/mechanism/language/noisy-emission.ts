import { TOKENS } from './automaton.ts'

/** Emissions [states, TOKENS] of states that have one token each, and with probability `noise` draw any token instead. */
export function noisyEmission(states: number, noise: number, tokenOf: (state: number) => number): Float64Array {
  const emission = new Float64Array(states * TOKENS).fill(noise / TOKENS)
  for (let state = 0; state < states; state++) {
    const at = state * TOKENS + tokenOf(state)
    emission[at] = (emission[at] ?? 0) + 1 - noise
  }
  return emission
}
