import { z } from 'zod'
import type { Parser } from '../parser.ts'
import { parserOf } from '../zod-parser.ts'
import { MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES, MAX_ROUND_CHARACTERS } from './limits.ts'
import type { Route } from './route.ts'

const answerRequest = z.strictObject({
  /** Id of the mechanism that the request belongs to. */
  mechanism: z.string().min(1).max(64),
  version: z.int().min(0),
  /** Names the round in the logs of both sides; carries no meaning for the answer. */
  round: z.string().max(MAX_ROUND_CHARACTERS),
  /** The mechanism's own request; its `parseRequest` reads it. */
  request: z.unknown(),
})

const answerResponse = z.strictObject({
  /** The mechanism's answers; its `parseAnswers` reads them. */
  answers: z.unknown(),
  /** SHA-256 of the model file that answered, lower-case hex. A claim, not a proof. */
  model: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits'),
})

export type AnswerRequest = z.infer<typeof answerRequest>
export type AnswerResponse = z.infer<typeof answerResponse>

/** A validator asks a miner to answer the tasks of one round. */
export const answerRoute: Route<AnswerRequest, AnswerResponse> = {
  name: 'answer',
  path: '/answer',
  request: parserOf(answerRequest, 'answer request'),
  response: parserOf(answerResponse, 'answer response'),
  maxRequestBytes: MAX_REQUEST_BYTES,
  maxResponseBytes: MAX_RESPONSE_BYTES,
}

/** Public GET path that tells a process supervisor that an axon is up. It reveals nothing else. */
export const HEALTH_PATH = '/health'

const health = z.strictObject({ status: z.literal('ok') })
export type Health = z.infer<typeof health>

/** Parses what `HEALTH_PATH` answers. */
export const parseHealth: Parser<Health> = parserOf(health, 'health')
