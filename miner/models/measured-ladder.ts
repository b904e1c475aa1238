import { measureModel } from '../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { openModel } from '../../shared/model/onnx.ts'
import type { Rung } from './ladder.ts'

/** A trained model with what it is worth. */
export interface MeasuredModel {
  readonly name: string
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly steps: number
  /** Share of fresh tasks whose most probable output is the right one; only where tasks have one. */
  readonly accuracy?: number | undefined
  /** By the mechanism's own score: 0 at chance, 1 for answers that know everything. */
  readonly skill: number
}

/** A ladder with its models, worst first. */
export interface MeasuredLadder {
  readonly mechanism: Pick<Mechanism, 'id' | 'version' | 'difficulty'>
  readonly trainingRows: number
  readonly freshRows: number
  readonly models: readonly MeasuredModel[]
}

/** What makes a ladder of one mechanism. */
export interface MeasuredLadderOptions<Task, Request, Answer> {
  readonly mechanism: Mechanism<Task, Request, Answer>
  readonly rungs: readonly Rung[]
  readonly trainingRows: number
  /** For the measurement and nothing else. */
  readonly fresh: readonly Task[]
  /** Whether an answer's largest output is the right one, where a task has one. */
  readonly isHit?: ((task: Task, answer: Answer) => boolean) | undefined
}

/** Names the models of a ladder and measures each file as a miner would run it. */
export async function makeMeasuredLadder<Task, Request, Answer>(
  options: MeasuredLadderOptions<Task, Request, Answer>,
): Promise<MeasuredLadder> {
  const { mechanism, rungs, trainingRows, fresh, isHit } = options
  const models: MeasuredModel[] = []
  for (const { bytes, steps } of rungs) {
    const model = await openModel(bytes)
    try {
      const { skill, answers } = await measureModel(mechanism, model, fresh)
      const name = `${mechanism.id}-${models.length + 1}`
      const accuracy = isHit === undefined ? {} : { accuracy: shareOfHits(fresh, answers, isHit) }
      models.push({ name, bytes, sha256: model.digest, steps, ...accuracy, skill })
    } finally {
      await model.close()
    }
  }
  return { mechanism, trainingRows, freshRows: fresh.length, models }
}

function shareOfHits<Task, Answer>(
  tasks: readonly Task[],
  answers: readonly Answer[],
  isHit: (task: Task, answer: Answer) => boolean,
): number {
  let hits = 0
  answers.forEach((answer, index) => {
    const task = tasks[index]
    if (task !== undefined && isHit(task, answer)) hits++
  })
  return hits / tasks.length
}
