import { checkDifficulty } from '../check-difficulty.ts'
import type { Mechanism, ScoreScale } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { askingRows, type ClassTask } from '../rows/asking.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { rowsToWire } from '../rows/row-answers.ts'

/** A task: what a miner sees (`inputs`), what is true (`label`), and how probable an odd number is given what is seen. */
interface ParityTask extends ClassTask {
  readonly odd: number
}

/** Numbers in a task. */
const WIDTH = 6
/** Of these, the first two count: a miner has to find that out. */
const COUNTED = 2
/** Chance that a number shows the other sign than the truth has, at difficulty 0 and at 1. */
const FLIPPED = [0.01, 0.2] as const
const DIFFICULTY = 0.2

/** The quadratic (Brier) score, shifted so that certainty of the truth is worth 1: strictly proper, from −1. */
const score = ({ label }: ParityTask, answer: Probabilities): number =>
  1 - answer.reduce((sum, probability, k) => sum + (probability - (k === label ? 1 : 0)) ** 2, 0)

/** Answers with both sides alike are worth this whatever is true. */
const CHANCE = 0.5
const WORST = -1

/** Answer of somebody who knows how tasks are drawn: the best there is. */
const law = ({ odd }: ParityTask): Probabilities => Float32Array.of(1 - odd, odd)

/** With this chance the counted signs show the true parity: (1 + (1 − 2·flipped)^counted) / 2. */
const chanceToShow = (difficulty: number): number =>
  (1 + (1 - 2 * (FLIPPED[0] + (FLIPPED[1] - FLIPPED[0]) * difficulty)) ** COUNTED) / 2

/** Expected score of the law: its probabilities squared and summed. */
const expectedOf = (shown: number): number => shown ** 2 + (1 - shown) ** 2

/** Of exactly these tasks: the law shares their luck, and stays above chance where it had too little. */
function scaleOf(tasks: readonly ParityTask[]): ScoreScale {
  const mean = (of: (task: ParityTask) => number): number =>
    tasks.reduce((sum, task) => sum + of(task), 0) / tasks.length
  const room = mean(({ odd }) => expectedOf(odd)) - CHANCE
  const lucky = mean((task) => score(task, law(task)))
  return { worst: WORST, chance: CHANCE, perfect: Math.max(lucky, CHANCE + room / 2) }
}

/** An example of a mechanism of one's own: is the number of negative values among those that count odd? */
export const mechanism: Mechanism<ParityTask, ClassRequest, Probabilities> = {
  id: 'parity',
  version: 1,
  description:
    'Rows of six numbers. A miner answers whether an odd number of the first two was negative before noise turned some ' +
    'of their signs, with probabilities of no and yes, and is paid by the quadratic score.',
  difficulty: { default: DIFFICULTY, description: 'more numbers that show the other sign' },
  scale: { worst: WORST, chance: CHANCE, perfect: expectedOf(chanceToShow(DIFFICULTY)) },
  scaleOf,

  makeTasks(rng, count, difficulty = DIFFICULTY) {
    const shown = chanceToShow(checkDifficulty(difficulty))
    return Array.from({ length: count }, () => {
      const inputs = Float32Array.from({ length: WIDTH }, () => rng.normal())
      const looksOdd = inputs.subarray(0, COUNTED).filter((value) => value < 0).length % 2
      const label = rng.uniform() < shown ? looksOdd : 1 - looksOdd
      return { inputs, label, odd: looksOdd === 1 ? shown : 1 - shown }
    })
  },
  toCanary: (task, rng) => ({ ...task, label: rng.below(2) }),
  score,
  referenceAnswers: (tasks) => rowsToWire(tasks.map(law)),
  naiveAnswers: (tasks) => rowsToWire(tasks.map(() => Float32Array.of(0.5, 0.5))),
  // A request is { inputs: a tensor of rows } and an answer a row of probabilities: parsers, distance and blend are ready.
  ...askingRows<ParityTask>(2),
  ...answering({ width: WIDTH, classes: 2 }),
}
