import { z } from 'zod'
import { AppError } from '../errors.ts'
import { parserOf } from '../zod-parser.ts'
import { countProofs, type Proof, parseProof, TASKS_PER_PROOF, toProofBytes, VALUES_PER_PROOF } from './proof.ts'

const MAX_TEXT = 4 * Math.ceil((2 + 2 * VALUES_PER_PROOF) / 3)
const parseTexts = parserOf(z.array(z.string().max(MAX_TEXT)), 'proofs')

/** Proofs as they are attached to a reveal: base64 of each, one per 32 tasks in the order of the request. */
export const toWireProofs = (proofs: readonly Proof[]): readonly string[] =>
  proofs.map((proof) => Buffer.from(toProofBytes(proof)).toString('base64'))

/**
 * Proofs of a reveal for a request of so many tasks.
 * @throws AppError `malformed` for anything but one well-formed proof per 32 tasks, in base64 with its padding.
 */
export function parseProofs(input: unknown, tasks: number): readonly Proof[] {
  const texts = parseTexts(input)
  const expected = countProofs(tasks)
  if (texts.length !== expected)
    throw new AppError(
      'malformed',
      `found ${texts.length} proofs; ${tasks} tasks take ${expected}, one per ${TASKS_PER_PROOF}`,
    )
  return texts.map((text, index) => {
    const bytes = Buffer.from(text, 'base64')
    // Decoding skips what is not base64, so that many texts would stand for one proof.
    if (bytes.toString('base64') !== text)
      throw new AppError('malformed', `proof ${index} is not plain base64; valid is base64 with its padding`)
    return parseProof(bytes)
  })
}
