import { countClasses, type LabelledRows } from '../../data/labelled-rows.ts'
import { AppError } from '../../errors.ts'
import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { asking, type ClassTask } from '../rows/asking.ts'
import type { Probabilities } from '../rows/probabilities.ts'

type Labelled = Mechanism<ClassTask, ClassRequest, Probabilities>

const about = {
  id: 'labelled',
  version: 1,
  description:
    "The person's own data: rows of numbers, each of one class. Validators draw tasks from rows held out from training. " +
    'A miner answers each row, unscaled as it stands in the file, with the probabilities of the classes and is paid by the log score.',
  difficulty: { default: 0, description: 'none: the tasks are as hard as the data' },
} as const

/**
 * The person's data at a validator. Chance is the score of somebody who knows how frequent the classes are and nothing
 * else, taken on the very tasks of a round (`scaleOf`), so that answering with base rates is worth nothing whichever
 * labels the round draws. When the rarest class comes less than once in thirty tasks a round needs more than 64 of them
 * for answers that leave it out to be worth nothing either: see `toSkill`.
 */
export function createLabelled(heldOut: LabelledRows): Labelled {
  const { features, width, labels, classNames } = heldOut
  return {
    ...about,
    makeTasks: (rng, count) =>
      Array.from({ length: count }, () => {
        const row = rng.below(labels.length)
        return { inputs: features.subarray(row * width, (row + 1) * width), label: labels[row] ?? 0 }
      }),
    ...answering({ width, classes: classNames.length }),
    ...asking(countClasses(heldOut).map((count) => count / labels.length)),
  }
}

/**
 * The person's data at a miner, which needs none of it: rows are checked against the model. What only a validator does
 * throws AppError `no-held-out`.
 */
export function createLabelledForMiner(): Labelled {
  const refuse = (): never => {
    throw new AppError(
      'no-held-out',
      'labelled makes and scores tasks from held-out rows; give their file with --held-out (models train --data makes one)',
    )
  }
  return {
    ...about,
    get scale(): never {
      return refuse()
    },
    scaleOf: refuse,
    makeTasks: refuse,
    toCanary: refuse,
    toRequest: refuse,
    parseAnswers: refuse,
    score: refuse,
    naiveAnswers: refuse,
    distance: refuse,
    blend: refuse,
    ...answering({}),
  }
}
