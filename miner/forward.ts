import { AppError } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import type { Model } from '../shared/model/model.ts'
import { answerProvably } from '../shared/proof/answer-provably.ts'
import type { Ss58 } from '../shared/units.ts'
import type { Payload } from '../shared/wire/payload.ts'
import type { CommitRequest } from '../shared/wire/routes.ts'

/** Who asks what. */
export interface Asked {
  readonly validator: Ss58
  readonly request: CommitRequest
}

/** Answers all tasks of one request. This is where miners differ: see `strategies/`. */
export type Forward = (asked: Asked) => Promise<Payload>

export interface ForwardDeps {
  readonly mechanism: Mechanism
  readonly model: Model
}

/**
 * Answers with a model: all tasks go through it as one batch. A model that shows its hidden layer proves by the same pass
 * that it was this one.
 * @throws AppError (from the function) `wrong-mechanism`, `malformed`, `model-mismatch` or `inference-failed`.
 */
export const createForward =
  ({ mechanism, model }: ForwardDeps): Forward =>
  async ({ request: { mechanism: id, version, request } }) => {
    if (id !== mechanism.id || version !== mechanism.version)
      throw new AppError(
        'wrong-mechanism',
        `this miner answers ${mechanism.id} version ${mechanism.version}; the request is for ${id} version ${version}`,
      )
    const { answers, proofs = [] } = await answerProvably(mechanism, mechanism.parseRequest(request), model)
    return { answers, model: model.digest, proofs: [...proofs] }
  }
