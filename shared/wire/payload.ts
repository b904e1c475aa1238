import { z } from 'zod'
import { utf8 } from '../bytes.ts'
import { parserOf } from '../zod-parser.ts'
import { parseJson } from './json.ts'
import { MAX_PROOF_CHARACTERS, MAX_PROOFS } from './limits.ts'

const payload = z.strictObject({
  /** The mechanism's answers in the order of the request; its `parseAnswers` reads them. */
  answers: z.unknown(),
  /** SHA-256 of the model file that answered, lower-case hex. A claim; the proofs may bear it out. */
  model: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits'),
  /** Activation commitments, one for every 32 tasks in the order of the request, base64; none without a hidden output. */
  proofs: z.array(z.string().max(MAX_PROOF_CHARACTERS)).max(MAX_PROOFS),
})

/** What a miner commits to and reveals. */
export type Payload = z.infer<typeof payload>

const parse = parserOf(payload, 'payload')

/**
 * Reads the payload of a reveal.
 * @throws AppError `malformed`, `malformed-json`, `json-too-deep`.
 */
export const parsePayload = (text: string): Payload => parse(parseJson(utf8(text)))
