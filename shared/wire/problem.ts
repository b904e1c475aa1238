import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Parser } from '../parser.ts'
import { parserOf } from '../zod-parser.ts'

/** Every code that an axon answers with, and its HTTP status. */
export const WIRE_STATUS = {
  malformed: 400,
  'body-broken': 400,
  'malformed-json': 400,
  'json-too-deep': 400,
  unsigned: 401,
  'wrong-receiver': 401,
  'nonce-too-old': 401,
  'nonce-in-future': 401,
  'nonce-replayed': 401,
  'bad-signature': 401,
  'no-permit': 403,
  'stake-too-low': 403,
  'not-found': 404,
  'unknown-round': 404,
  'method-not-allowed': 405,
  'round-in-use': 409,
  'body-too-large': 413,
  'answers-too-large': 413,
  'wrong-media-type': 415,
  'wrong-mechanism': 422,
  'model-mismatch': 422,
  'rate-limited': 429,
  'inference-failed': 500,
  internal: 500,
  busy: 503,
  'permits-unknown': 503,
  'replay-store-full': 503,
} as const

export type WireCode = keyof typeof WIRE_STATUS
export type WireStatus = (typeof WIRE_STATUS)[WireCode]

/** Media type of a problem (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json'

/** Longest detail, in characters: more of it, such as a thousand names of fields, would help nobody. */
const MAX_DETAIL = 4_096

const problem = z.object({
  type: z.string().max(256),
  title: z.string().max(256),
  status: z.int().min(400).max(599),
  detail: z.string().max(MAX_DETAIL),
  /** Code of the `AppError` behind it. */
  code: z.string().max(64),
})

/** RFC 9457 problem details with our code as an extension member. */
export type Problem = z.infer<typeof problem>

/** Parses a problem at the dendrite. */
export const parseProblem: Parser<Problem> = parserOf(problem, 'problem')

/** True for a code that has a status of its own on the wire. */
export const isWireCode = (code: string): code is WireCode => Object.hasOwn(WIRE_STATUS, code)

/** Wire form of an error. What has no wire code becomes `internal`, without its message: that may tell secrets. */
export function toProblem(error: unknown): Problem & { readonly status: WireStatus } {
  const known =
    error instanceof AppError && isWireCode(error.code) ? { code: error.code, detail: error.message } : FAULT
  return {
    type: 'about:blank',
    title: known.code.replaceAll('-', ' '),
    status: WIRE_STATUS[known.code],
    detail: known.detail.length > MAX_DETAIL ? `${known.detail.slice(0, MAX_DETAIL - 1)}…` : known.detail,
    code: known.code,
  }
}

const FAULT: { readonly code: WireCode; readonly detail: string } = {
  code: 'internal',
  detail: 'the axon failed to answer; its log says why',
}
