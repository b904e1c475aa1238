import { TOKENS } from '../../shared/mechanism/language/automaton.ts'
import { language } from '../../shared/mechanism/language/language.ts'
import type { LawTask } from '../../shared/mechanism/rows/asking-law.ts'
import type { Examples } from './examples.ts'
import { trainLadder } from './ladder.ts'
import { featureGraph, tokenGraph } from './language/token-graph.ts'
import { recipe } from './recipe.ts'
import { runGraph } from './run-graph.ts'

const TRAINING_TASKS = 60_000
const FRESH_TASKS = 20_000

/** The ladder of the language mechanism: models that look up in the context how it went on before. */
export const makeLanguageLadder = recipe({
  mechanism: language,
  freshTasks: FRESH_TASKS,
  isHit: ({ label }, answer) => answer.indexOf(Math.max(...answer)) === label,
  async makeRungs(rng, onProgress) {
    const examples = await toRankedExamples(language.makeTasks(rng.fork('training'), TRAINING_TASKS))
    const rungs = trainLadder({
      mechanism: language,
      examples,
      rng: rng.fork('ladder'),
      training: { hidden: 64, steps: 8000, batch: 64, toGraph: tokenGraph },
      onProgress,
    })
    return { rungs, trainingRows: TRAINING_TASKS }
  },
})

/** Examples whose outputs are the ranks of the tokens instead of the tokens. */
async function toRankedExamples(tasks: readonly LawTask[]): Promise<Examples<LawTask>> {
  const { output, hidden, width } = await runGraph(featureGraph(), tasks)
  const ranked = tasks.map(({ inputs, label, law }, index) => {
    const order = hidden.subarray(index * TOKENS * TOKENS, (index + 1) * TOKENS * TOKENS)
    const tokens = Array.from({ length: TOKENS }, (_, rank) => order.indexOf(1, rank * TOKENS) - rank * TOKENS)
    return { inputs, label: tokens.indexOf(label), law: Float32Array.from(tokens, (token) => law[token] ?? 0) }
  })
  return {
    tasks: ranked,
    features: output,
    width,
    outputs: TOKENS,
    labels: Uint32Array.from(ranked, ({ label }) => label),
    targets: Float32Array.from(ranked.flatMap(({ law }) => [...law])),
  }
}
