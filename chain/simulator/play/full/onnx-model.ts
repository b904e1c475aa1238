import { AppError } from '../../../../shared/errors.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { Model } from '../../../../shared/model/model.ts'
import type { AnswerModel } from './answer-model.ts'

/** Tasks of one forward pass. */
const BATCH = 1_024

/**
 * An ONNX model as an answer model: `prepare` answers the tasks of all miners that run it in as few passes as can be,
 * by the mechanism's own `answer` and parser.
 */
export function createOnnxModel<Task, Request, Answer>(
  mechanism: Mechanism<Task, Request, Answer>,
  model: Pick<Model, 'digest'> & Model,
): AnswerModel<Task> {
  const known = new WeakMap<Task & object, Float32Array>()
  const isObject = (task: Task): task is Task & object => typeof task === 'object' && task !== null
  return {
    id: model.digest,
    digest: model.digest,
    async prepare(tasks) {
      const fresh = [...new Set(tasks)].filter(isObject).filter((task) => !known.has(task))
      for (let start = 0; start < fresh.length; start += BATCH) {
        const batch = fresh.slice(start, start + BATCH)
        const request = mechanism.parseRequest(mechanism.toRequest(batch))
        const answers = mechanism.parseAnswers(await mechanism.answer(request, model), batch)
        for (const [index, task] of batch.entries()) {
          const row = answers[index]
          if (!(row instanceof Float32Array))
            throw new AppError('no-row-answers', `answers of ${mechanism.id} are no rows of probabilities`)
          known.set(task, row)
        }
      }
    },
    answer(task) {
      const row = isObject(task) ? known.get(task) : undefined
      if (row === undefined) throw new AppError('not-prepared', 'the model was not asked to prepare this task')
      return row
    },
  }
}
