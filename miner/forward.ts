import { AppError } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import type { Model } from '../shared/model/model.ts'
import type { AnswerRequest, AnswerResponse } from '../shared/wire/routes.ts'

export interface ForwardDeps {
  readonly mechanism: Mechanism
  readonly model: Model
}

/** Answers one request: all its tasks go through the model as one batch. */
export type Forward = (request: AnswerRequest) => Promise<AnswerResponse>

/**
 * See `Forward`.
 * @throws AppError (from the function) `wrong-mechanism`, `malformed`, `model-mismatch` or `inference-failed`.
 */
export const createForward =
  ({ mechanism, model }: ForwardDeps): Forward =>
  async ({ mechanism: id, version, request }) => {
    if (id !== mechanism.id || version !== mechanism.version)
      throw new AppError(
        'wrong-mechanism',
        `this miner answers ${mechanism.id} version ${mechanism.version}; the request is for ${id} version ${version}`,
      )
    return { answers: await mechanism.answer(mechanism.parseRequest(request), model), model: model.digest }
  }
