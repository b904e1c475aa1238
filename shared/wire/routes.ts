import { z } from 'zod'
import type { Parser } from '../parser.ts'
import { parserOf } from '../zod-parser.ts'
import { MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES, MAX_ROUND_CHARACTERS, MAX_SMALL_BODY_BYTES } from './limits.ts'
import type { Route } from './route.ts'

const commitRequest = z.strictObject({
  /** Id of the mechanism that the request belongs to. */
  mechanism: z.string().min(1).max(64),
  version: z.int().min(0),
  /** Names the round: the validator never gives two rounds of a miner the same name. */
  round: z.string().min(1).max(MAX_ROUND_CHARACTERS),
  /** The mechanism's own request; its `parseRequest` reads it. */
  request: z.unknown(),
})

const commitResponse = z.strictObject({
  /** `answerHash` of the miner's answers, lower-case hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits'),
  /** The miner's hotkey over `commitMessage`. */
  signature: z.string().regex(/^0x[0-9a-f]{128}$/, 'expected 0x and 128 lower-case hex digits'),
})

export type CommitRequest = z.infer<typeof commitRequest>
export type CommitResponse = z.infer<typeof commitResponse>

/**
 * First step of a round: a validator sends the tasks, and the miner answers with the hash of its answers. Nobody learns
 * anything from it that could be copied.
 */
export const commitRoute: Route<CommitRequest, CommitResponse> = {
  name: 'commit',
  path: '/commit',
  request: parserOf(commitRequest, 'commit request'),
  response: parserOf(commitResponse, 'commit response'),
  maxRequestBytes: MAX_REQUEST_BYTES,
  maxResponseBytes: MAX_SMALL_BODY_BYTES,
}

const revealRequest = z.strictObject({ round: z.string().min(1).max(MAX_ROUND_CHARACTERS) })

const revealResponse = z.strictObject({
  /** What was committed to, as the very text that was hashed; `parsePayload` reads it. */
  payload: z.string(),
  /** 32 bytes, lower-case hex. */
  salt: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits'),
})

export type RevealRequest = z.infer<typeof revealRequest>
export type RevealResponse = z.infer<typeof revealResponse>

/** Second step of a round, once nobody can commit any more: the miner shows the answers behind its hash. */
export const revealRoute: Route<RevealRequest, RevealResponse> = {
  name: 'reveal',
  path: '/reveal',
  request: parserOf(revealRequest, 'reveal request'),
  response: parserOf(revealResponse, 'reveal response'),
  maxRequestBytes: MAX_SMALL_BODY_BYTES,
  maxResponseBytes: MAX_RESPONSE_BYTES,
}

/** Public GET path that tells a process supervisor that an axon is up. It reveals nothing else. */
export const HEALTH_PATH = '/health'

const health = z.strictObject({ status: z.literal('ok') })
export type Health = z.infer<typeof health>

/** Parses what `HEALTH_PATH` answers. */
export const parseHealth: Parser<Health> = parserOf(health, 'health')
