import { permutation } from '../../permutation.ts'
import type { Rng } from '../../rng.ts'
import { type Automaton, ownRows, TOKENS } from './automaton.ts'
import { noisyEmission } from './noisy-emission.ts'

/** Words of a language. */
const WORDS = 4
/** Fewest and most tokens of a word. */
const LETTERS = [2, 5] as const
/** Words that may follow each word, from the easiest to the hardest; all of them at most. */
const FOLLOWERS = [1.6, 4] as const
/** Share of tokens drawn evenly from all, from the easiest to the hardest. */
const NOISE = [0.01, 0.2] as const

/**
 * Draws a right-linear grammar of words: each word is a fixed run of tokens, `W → t₁ t₂ … V | …`, and says which words
 * may follow it. Tokens come in several words, so that one token alone does not tell where in which word one is.
 */
export function drawPhrases(rng: Rng, difficulty: number): Automaton {
  const noise = NOISE[0] + (NOISE[1] - NOISE[0]) * difficulty
  const lengths = Array.from({ length: WORDS }, () => LETTERS[0] + rng.below(LETTERS[1] - LETTERS[0] + 1))
  const firsts = lengths.map((_, word) => lengths.slice(0, word).reduce((sum, length) => sum + length, 0))
  const states = lengths.reduce((sum, length) => sum + length, 0)
  const letters = Uint8Array.from({ length: states }, () => rng.below(TOKENS))
  const to = new Uint16Array(states * WORDS)
  const share = new Float64Array(states * WORDS)
  for (let state = 0; state < states; state++) {
    to[state * WORDS] = state + 1
    share[state * WORDS] = 1
  }
  const start = new Float64Array(states)
  firsts.forEach((first, word) => {
    start[first] = 1 / WORDS
    const last = first + (lengths[word] ?? 1) - 1
    const followers = Math.floor(FOLLOWERS[0] + (FOLLOWERS[1] - FOLLOWERS[0]) * difficulty + rng.uniform())
    const order = permutation(rng, WORDS)
    for (let i = 0; i < WORDS; i++) {
      to[last * WORDS + i] = firsts[order[i] ?? 0] ?? 0
      share[last * WORDS + i] = i < followers ? 1 / Math.min(WORDS, followers) : 0
    }
  })
  return {
    states,
    start,
    emission: noisyEmission(states, noise, (state) => letters[state] ?? 0),
    move: ownRows(states),
    fan: WORDS,
    to,
    share,
  }
}
