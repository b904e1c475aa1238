import { permutation } from '../../permutation.ts'
import type { Rng } from '../../rng.ts'
import { type Automaton, ownRows, TOKENS } from './automaton.ts'
import { noisyEmission } from './noisy-emission.ts'

/** Hidden states from the easiest to the hardest: with more than tokens, one token stands for several states. */
const STATES = [6, 14] as const
/** Share of tokens drawn evenly from all, from the easiest to the hardest. */
const NOISE = [0.02, 0.25] as const
/** States that may follow each state. */
const FAN = 2
/** Probability of the likelier of them: half-width of a uniform draw around the middle. */
const LIKELIER = [0.55, 0.95] as const

/** Draws a hidden Markov source: each state has a token of its own or shared with few others, and two states may follow it. */
export function drawHiddenMarkov(rng: Rng, difficulty: number): Automaton {
  const states = Math.round(STATES[0] + (STATES[1] - STATES[0]) * difficulty)
  const noise = NOISE[0] + (NOISE[1] - NOISE[0]) * difficulty
  const names = permutation(rng, TOKENS)
  const emission = noisyEmission(states, noise, (state) => names[state % TOKENS] ?? 0)
  const to = new Uint16Array(states * FAN)
  const share = new Float64Array(states * FAN)
  // A ring through all states, so that no source is caught in a corner, and one jump from each.
  const ring = permutation(rng, states)
  for (let at = 0; at < states; at++) {
    const state = ring[at] ?? 0
    const likelier = LIKELIER[0] + (LIKELIER[1] - LIKELIER[0]) * rng.uniform()
    const isRingLikelier = rng.below(2) === 0
    to[state * FAN] = ring[(at + 1) % states] ?? 0
    to[state * FAN + 1] = rng.below(states)
    share[state * FAN] = isRingLikelier ? likelier : 1 - likelier
    share[state * FAN + 1] = isRingLikelier ? 1 - likelier : likelier
  }
  return {
    states,
    start: new Float64Array(states).fill(1 / states),
    emission,
    move: ownRows(states),
    fan: FAN,
    to,
    share,
  }
}
