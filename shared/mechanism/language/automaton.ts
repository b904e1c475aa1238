import type { Rng } from '../../rng.ts'

/** Tokens of every source. */
export const TOKENS = 8

/**
 * A source of tokens with finitely many hidden states: in each it draws a token, and the state and the token say which
 * states may follow. Hidden Markov models (the token does not matter for what follows) and right-linear grammars (it says
 * what follows) are both of this form, and one forward algorithm is exact for both.
 */
export interface Automaton {
  readonly states: number
  /** Probability of each state before the first token; sums to 1. */
  readonly start: Float64Array
  /** [states, TOKENS], probability of each token in each state; rows sum to 1. */
  readonly emission: Float64Array
  /** [states, TOKENS], row of `to` and `share` that holds what follows a state and a token. */
  readonly move: Uint16Array
  /** Most states that follow. */
  readonly fan: number
  /** [rows, fan], states that may follow. */
  readonly to: Uint16Array
  /** [rows, fan], their probabilities; rows sum to 1. */
  readonly share: Float64Array
}

/** Most states of a source whose moves do not depend on the token. */
const MOST_STATES = 32
const OWN_ROWS = Uint16Array.from({ length: MOST_STATES * TOKENS }, (_, index) => Math.floor(index / TOKENS))

/** `move` of a source in which each state has one row, whatever the token. */
export const ownRows = (states: number): Uint16Array => OWN_ROWS.subarray(0, states * TOKENS)

/** Draws `length` tokens from the start. */
export function drawTokens(source: Automaton, length: number, rng: Rng): Uint8Array {
  const { start, emission, move, fan, to, share } = source
  const tokens = new Uint8Array(length)
  let state = pick(start, 0, source.states, rng)
  for (let at = 0; at < length; at++) {
    const token = pick(emission, state * TOKENS, TOKENS, rng)
    tokens[at] = token
    const row = (move[state * TOKENS + token] ?? 0) * fan
    state = to[row + pick(share, row, fan, rng)] ?? 0
  }
  return tokens
}

/**
 * Exact probabilities of the token after a context that began at the start, by the forward algorithm (Rabiner 1989,
 * "A Tutorial on Hidden Markov Models", §III.A) with the probabilities of the states scaled to sum to 1 at every step.
 */
export function nextTokenLaw(source: Automaton, context: Uint8Array): Float64Array {
  const { states, emission, move, fan, to, share } = source
  let belief = source.start
  let next = new Float64Array(states)
  let spare = new Float64Array(states)
  for (const token of context) {
    next.fill(0)
    let sum = 0
    for (let state = 0; state < states; state++) {
      const weight = (belief[state] ?? 0) * (emission[state * TOKENS + token] ?? 0)
      if (weight === 0) continue
      sum += weight
      const row = (move[state * TOKENS + token] ?? 0) * fan
      for (let i = row; i < row + fan; i++) next[to[i] ?? 0] = (next[to[i] ?? 0] ?? 0) + weight * (share[i] ?? 0)
    }
    for (let state = 0; state < states; state++) next[state] = (next[state] ?? 0) / sum
    belief = next
    ;[next, spare] = [spare, next]
  }
  const law = new Float64Array(TOKENS)
  for (let state = 0; state < states; state++)
    for (let token = 0; token < TOKENS; token++)
      law[token] = (law[token] ?? 0) + (belief[state] ?? 0) * (emission[state * TOKENS + token] ?? 0)
  return law
}

/** Index from 0 below `count` drawn by the probabilities from `from` on. */
function pick(probabilities: Float64Array, from: number, count: number, rng: Rng): number {
  let left = rng.uniform()
  let last = 0
  for (let index = 0; index < count; index++) {
    const probability = probabilities[from + index] ?? 0
    if (probability === 0) continue
    left -= probability
    if (left < 0) return index
    // What rounding leaves over goes to something that can happen.
    last = index
  }
  return last
}
