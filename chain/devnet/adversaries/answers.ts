import { readFile } from 'node:fs/promises'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import type { Mechanism, ScoreScale } from '../../../shared/mechanism/mechanism.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import type { Rng } from '../../../shared/rng.ts'
import { errorsOf } from '../../../shared/scoring/errors-of.ts'

/** The answers of one model to the tasks of a round. */
export interface ModelAnswers {
  readonly answers: readonly unknown[]
  /** Score of each. */
  readonly scores: Float64Array
  /** Distance of each from the reference. */
  readonly errors: Float64Array
}

/** Freshly drawn tasks and what every model answers to them. */
export interface FreshRound {
  readonly tasks: readonly unknown[]
  readonly scale: ScoreScale
  readonly byFile: ReadonlyMap<string, ModelAnswers>
}

/** What is asked; by default as much as measures skill within half a hundredth. */
export interface FreshOptions {
  readonly rounds?: number
  /** In each round. */
  readonly tasks?: number
  /** Of the tasks, where it is not the mechanism's own. */
  readonly difficulty?: number | undefined
}

/** Asks every model file the same fresh tasks, which nobody was trained or scored on. */
export async function askFresh(
  files: Iterable<string>,
  mechanism: Mechanism,
  rng: Rng,
  { rounds: length = 8, tasks: count = 1_000, difficulty }: FreshOptions = {},
): Promise<readonly FreshRound[]> {
  const rounds = Array.from({ length }, (_, i) => {
    const tasks = mechanism.makeTasks(rng.fork(`round ${i}`), count, difficulty)
    return { tasks, scale: mechanism.scaleOf(tasks), byFile: new Map<string, ModelAnswers>() }
  })
  for (const file of new Set(files)) {
    const model = await openModel(await readFile(file))
    try {
      for (const { tasks, byFile } of rounds) {
        const { answers } = await measureModel(mechanism, model, tasks)
        const scores = Float64Array.from(tasks, (task, i) => mechanism.score(task, answers[i]))
        byFile.set(file, { answers, scores, errors: errorsOf(mechanism, tasks, answers) })
      }
    } finally {
      await model.close()
    }
  }
  return rounds
}
