import type { Rng } from '../../rng.ts'
import { checkDifficulty } from '../check-difficulty.ts'
import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { askingLaw, type LawTask } from '../rows/asking-law.ts'
import { logScore } from '../rows/log-score.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { type Automaton, drawTokens, nextTokenLaw, TOKENS } from './automaton.ts'
import { drawBrackets } from './brackets.ts'
import { drawHiddenMarkov } from './hidden-markov.ts'
import { drawPhrases } from './phrases.ts'

/** Tokens that a miner sees of each source. */
export const CONTEXT = 64
/** Values of a row: the tokens of the context one after the other, each as TOKENS values of which its own is 1. */
export const LANGUAGE_WIDTH = CONTEXT * TOKENS

const SOURCES: readonly ((rng: Rng, difficulty: number) => Automaton)[] = [drawHiddenMarkov, drawPhrases, drawBrackets]
const DEFAULT_DIFFICULTY = 0.1

/**
 * Sequences of tokens from sources that nobody has seen before: every task draws its own, so that all there is to know
 * of it must be learnt from the context, as large language models do. The score of the law is the negative entropy of
 * the source and is not attainable from the context alone, which tells a source only so far.
 */
export const language: Mechanism<LawTask, ClassRequest, Probabilities> = {
  id: 'language',
  version: 1,
  description:
    `Sequences of ${TOKENS} tokens, each from a source of its own that is drawn for it: a hidden Markov model, a grammar of words or one of brackets. ` +
    `A miner sees ${CONTEXT} tokens, answers with the probabilities of the next one and is paid by the log score over the exact entropy of the source. ` +
    'What a context tells of its source is less than all: a skill of 1 is out of reach.',
  difficulty: {
    default: DEFAULT_DIFFICULTY,
    description: 'raises the number of hidden states and of words that may follow a word, and the share of noise',
  },
  separateRatio: 0.12,

  makeTasks(rng, count, difficulty = DEFAULT_DIFFICULTY) {
    const dial = checkDifficulty(difficulty)
    const inputs = new Float32Array(count * LANGUAGE_WIDTH)
    const laws = new Float32Array(count * TOKENS)
    return Array.from({ length: count }, (_, index) => {
      const drawSource = SOURCES[rng.below(SOURCES.length)] ?? drawHiddenMarkov
      const source = drawSource(rng, dial)
      const tokens = drawTokens(source, CONTEXT + 1, rng)
      const row = inputs.subarray(index * LANGUAGE_WIDTH, (index + 1) * LANGUAGE_WIDTH)
      for (let at = 0; at < CONTEXT; at++) row[at * TOKENS + (tokens[at] ?? 0)] = 1
      const law = laws.subarray(index * TOKENS, (index + 1) * TOKENS)
      law.set(nextTokenLaw(source, tokens.subarray(0, CONTEXT)))
      return { inputs: row, label: tokens[CONTEXT] ?? 0, law }
    })
  },
  ...answering({ width: LANGUAGE_WIDTH, classes: TOKENS }),
  ...askingLaw({
    // Sources do not prefer any token: whoever has not seen the context knows nothing of the next one.
    naive: new Float32Array(TOKENS).fill(1 / TOKENS),
    scale: { worst: logScore(0), chance: -Math.log(TOKENS), perfect: -0.679 },
    score: (label, answer) => logScore(answer[label] ?? 0),
  }),
}
