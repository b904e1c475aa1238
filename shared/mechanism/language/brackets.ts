import { permutation } from '../../permutation.ts'
import type { Rng } from '../../rng.ts'
import { type Automaton, TOKENS } from './automaton.ts'

/** Kinds of brackets; with a token to open and one to close each, the rest of the tokens fill. */
const KINDS = 2
/** Most brackets that are open at once. */
const DEPTH = 3
/** Stacks of up to DEPTH brackets of KINDS: 1 + 2 + 4 + 8, numbered so that the parent of s is ⌊(s − 1) / KINDS⌋. */
const STACKS = (KINDS ** (DEPTH + 1) - 1) / (KINDS - 1)
/** Stacks that are not full. */
const INNER = (KINDS ** DEPTH - 1) / (KINDS - 1)
/** Moves name the stack that follows, and nothing else does. */
const NEXT = Uint16Array.from({ length: STACKS }, (_, stack) => stack)
const SURELY = new Float64Array(STACKS).fill(1)
/** Probability of opening, from the least to the most. */
const OPEN = [0.25, 0.6] as const
/** Probability of a filler, from the easiest to the hardest. */
const FILL = [0.05, 0.4] as const

/**
 * Draws a bracket language, `S → ε | f S | (ₖ S )ₖ S` down to a depth: which tokens open, close and fill, how often, and
 * which kind of bracket is the commoner one. The state is the stack of open brackets, which the context tells for sure.
 */
export function drawBrackets(rng: Rng, difficulty: number): Automaton {
  const tokens = permutation(rng, TOKENS)
  const open = OPEN[0] + (OPEN[1] - OPEN[0]) * rng.uniform()
  const fill = FILL[0] + (FILL[1] - FILL[0]) * difficulty
  const commoner = 0.5 + 0.4 * rng.uniform()
  const fillers = 1 + rng.below(TOKENS - 2 * KINDS)
  const emission = new Float64Array(STACKS * TOKENS)
  const move = new Uint16Array(STACKS * TOKENS)
  for (let stack = 0; stack < STACKS; stack++) {
    const isFull = stack >= INNER
    const isEmpty = stack === 0
    const give = (name: number, probability: number, next: number): void => {
      const at = stack * TOKENS + (tokens[name] ?? 0)
      emission[at] = probability
      move[at] = next
    }
    // An empty stack cannot be closed and a full one not be opened; the other of the two takes its probability.
    const opening = (1 - fill) * (isFull ? 0 : isEmpty ? 1 : open)
    const closing = 1 - fill - opening
    for (let kind = 0; kind < KINDS; kind++)
      if (!isFull)
        give(kind, opening * (kind === 0 ? commoner : (1 - commoner) / (KINDS - 1)), stack * KINDS + 1 + kind)
    if (!isEmpty) give(KINDS + ((stack - 1) % KINDS), closing, Math.floor((stack - 1) / KINDS))
    for (let filler = 0; filler < fillers; filler++) give(2 * KINDS + filler, fill / fillers, stack)
  }
  const start = new Float64Array(STACKS)
  start[0] = 1
  return {
    states: STACKS,
    start,
    emission,
    move,
    fan: 1,
    to: NEXT,
    share: SURELY,
  }
}
