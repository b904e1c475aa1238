import type { Mechanism } from '../mechanism/mechanism.ts'
import type { Model } from '../model/model.ts'
import { proveHidden } from './prove.ts'
import { recordHidden } from './record-hidden.ts'
import { toWireProofs } from './wire-proofs.ts'

/** Answers as they go over the wire, and the proofs that go with them. */
export interface ProvenAnswers {
  readonly answers: unknown
  /** Base64, one per 32 tasks; `undefined` from a model that does not show its hidden layer. */
  readonly proofs: readonly string[] | undefined
}

/**
 * Answers a request and proves by which model, in one forward pass.
 * @throws AppError as `Mechanism.answer`.
 */
export async function answerProvably<Request>(
  mechanism: Pick<Mechanism<never, Request>, 'answer'>,
  request: Request,
  model: Model,
): Promise<ProvenAnswers> {
  if (model.hidden === undefined) return { answers: await mechanism.answer(request, model), proofs: undefined }
  const recording = recordHidden(model)
  const answers = await mechanism.answer(request, recording)
  return { answers, proofs: toWireProofs(proveHidden(recording.takeHidden())) }
}
