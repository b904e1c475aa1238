import type { Rng } from '../../rng.ts'
import { checkDifficulty } from '../check-difficulty.ts'
import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { askingRows } from '../rows/asking.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { rowsToWire } from '../rows/row-answers.ts'
import { BLIND_ANSWER, expectedGains, toAnswer } from './posterior.ts'
import { DIMENSIONS, toTarget } from './relevance-map.ts'
import { drawRelevantSet } from './relevant-set.ts'
import { EXPECTED_CHANCE, retrievalScaleOf, retrievalScore, WORST_SCORE } from './retrieval-score.ts'
import { ANSWERS, DOCUMENTS, documentOf, queryOf, RETRIEVAL_WIDTH, type RetrievalTask } from './retrieval-task.ts'

const DEFAULT_DIFFICULTY = 0.5
/** Correlation of relevant documents with their place: at difficulty 0, and what difficulty 1 takes away. */
const CORRELATION = 0.95
const CORRELATION_LOSS = 0.45

/** Expected score at the default difficulty of the best answer there is, over 100,000 tasks. */
const EXPECTED_BEST = 0.637

/** Queries among documents, of which some, few or none are relevant by a rule that models have to learn. */
export const retrieval: Mechanism<RetrievalTask, ClassRequest, Probabilities> = {
  id: 'retrieval',
  version: 1,
  description:
    `A query among ${DOCUMENTS} documents, vectors of ${DIMENSIONS} values. Relevant are up to 3 documents that lie near the query after a rotation, ` +
    'the same in all tasks and drawn by the version of the mechanism; in every fifth task there is none. A miner answers with shares of all ' +
    'documents and of "none", and is paid for their order by nDCG@5, "none" being the one relevant item where no document is, and for the ' +
    'shares by their logarithms: expected gains, told honestly, earn most. The rotation is public: a miner may compute the best answer instead ' +
    'of learning it; which model answered is for activation proofs to show.',
  difficulty: {
    default: DEFAULT_DIFFICULTY,
    description: 'noise on relevant documents: their correlation with the rotated query is 0.95 at 0 and 0.5 at 1',
  },
  scale: { worst: WORST_SCORE, chance: EXPECTED_CHANCE, perfect: EXPECTED_BEST },

  makeTasks(rng, count, difficulty = DEFAULT_DIFFICULTY) {
    const correlation = CORRELATION - CORRELATION_LOSS * checkDifficulty(difficulty)
    const rows = new Float32Array(count * RETRIEVAL_WIDTH)
    return Array.from({ length: count }, (_, index) => {
      const inputs = rows.subarray(index * RETRIEVAL_WIDTH, (index + 1) * RETRIEVAL_WIDTH)
      const relevant = drawRelevantSet(rng)
      fillRow(rng, inputs, relevant, correlation)
      return { inputs, relevant, correlation }
    })
  },
  scaleOf: retrievalScaleOf,
  toCanary: (task, rng) => ({ ...task, relevant: drawRelevantSet(rng) }),
  score: retrievalScore,
  referenceAnswers: (tasks) => rowsToWire(tasks.map((task) => toAnswer(expectedGains(task)))),
  naiveAnswers: (tasks) => rowsToWire(tasks.map(() => BLIND_ANSWER)),
  ...answering({ width: RETRIEVAL_WIDTH, classes: ANSWERS }),
  ...askingRows<RetrievalTask>(ANSWERS),
}

/** Draws the query and the documents: each by itself is normal with variance 1 in every dimension, relevant or not. */
function fillRow(rng: Rng, inputs: Float32Array, relevant: readonly number[], correlation: number): void {
  for (let i = 0; i < inputs.length; i++) inputs[i] = rng.normal()
  const target = toTarget(queryOf(inputs))
  const noise = Math.sqrt(1 - correlation ** 2)
  for (const index of relevant) {
    const document = documentOf(inputs, index)
    target.forEach((centre, dimension) => {
      document[dimension] = correlation * centre + noise * (document[dimension] ?? 0)
    })
  }
}
