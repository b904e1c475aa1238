import { messageOf } from '../shared/errors.ts'
import { parseJson } from '../shared/wire/json.ts'
import type { Route } from '../shared/wire/route.ts'
import { type Outcome, type Reply, toDetail } from './reply.ts'

/** Looks into the bytes of a reply with the route's parser; what does not fit is a `malformed` outcome. */
export function readAnswer<Request, Response>(route: Route<Request, Response>, reply: Reply): Outcome<Response> {
  if (reply.tag !== 'received') return reply
  return parseOutcome(reply.latencyMs, () => route.response(parseJson(reply.body)))
}

/**
 * The value of a parser, or what it found wrong. Every error counts as the miner's, also one that the author of a
 * parser did not foresee: otherwise one miner could stop the round of all.
 */
export function parseOutcome<T>(latencyMs: number, parse: () => T): Outcome<T> {
  try {
    return { tag: 'answered', value: parse(), latencyMs }
  } catch (error) {
    return { tag: 'malformed', detail: toDetail(messageOf(error)) }
  }
}
