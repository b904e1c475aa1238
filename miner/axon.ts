import { type Context, Hono } from 'hono'
import { sha256Hex } from '../shared/crypto/hashes.ts'
import { AppError, isAppError, messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import { parseJson } from '../shared/wire/json.ts'
import { isWireCode, PROBLEM_TYPE, toProblem } from '../shared/wire/problem.ts'
import { commitRoute, HEALTH_PATH, type Health, revealRoute } from '../shared/wire/routes.ts'
import { createGuard, type GuardDeps, type GuardEnv } from './guard.ts'
import type { Rounds } from './rounds.ts'
import type { Traffic } from './traffic.ts'

export interface AxonDeps extends Omit<GuardDeps, 'maxBodyBytes'> {
  readonly rounds: Rounds
  readonly traffic: Traffic
  readonly log: Logger
}

const PATHS = [commitRoute.path, revealRoute.path]

/** The miner's HTTP server without a socket: `serve` gives it one, tests call `request()`. */
export function createAxon({ rounds, traffic, log, ...guarded }: AxonDeps): Hono<GuardEnv> {
  const app = new Hono<GuardEnv>()

  app.get(HEALTH_PATH, (context) => context.json({ status: 'ok' } satisfies Health))

  app.post(
    commitRoute.path,
    createGuard({ ...guarded, maxBodyBytes: commitRoute.maxRequestBytes }),
    async (context) => {
      const [validator, body] = [context.get('sender'), context.get('body')]
      const request = commitRoute.request(parseJson(body))
      const response = await rounds.commit({ validator, request, requestHash: sha256Hex(body) })
      traffic.answered()
      log.debug('committed', { sender: validator, round: request.round, hash: response.hash })
      return context.json(response)
    },
  )

  app.post(
    revealRoute.path,
    createGuard({ ...guarded, maxBodyBytes: revealRoute.maxRequestBytes }),
    async (context) => {
      const sender = context.get('sender')
      const { round } = revealRoute.request(parseJson(context.get('body')))
      const response = rounds.reveal(sender, round)
      guarded.allowance.takeAnswers(sender, Buffer.byteLength(response.payload))
      traffic.answered()
      log.debug('revealed', { sender, round })
      return context.json(response)
    },
  )

  app.on(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], [...PATHS], (context) => {
    context.header('allow', 'POST')
    throw new AppError('method-not-allowed', `${context.req.method} is not valid here; use POST`)
  })

  app.notFound((context) => {
    const found = `${context.req.method} ${context.req.path} does not exist`
    return toResponse(context, new AppError('not-found', `${found}; valid is POST ${PATHS.join(' and ')}`))
  })

  app.onError((error, context) => {
    if (isAppError(error) && isWireCode(error.code) && !OWN_FAULTS.has(error.code)) {
      traffic.refused(error.code)
      log.debug('refused', { code: error.code, reason: messageOf(error) })
    } else {
      traffic.failed()
      log.error('a request failed', { error })
    }
    return toResponse(context, error)
  })

  return app
}

/** Codes that the miner's operator must hear of, since the caller did nothing wrong. */
const OWN_FAULTS: ReadonlySet<string> = new Set(['inference-failed', 'model-mismatch', 'internal'])

/** The one place that turns errors into their wire form. */
function toResponse(context: Context, error: unknown): Response {
  const problem = toProblem(error)
  const retryAfterS = isAppError(error, 'rate-limited') ? error.context.retryAfterS : undefined
  return context.body(JSON.stringify(problem), problem.status, {
    'content-type': PROBLEM_TYPE,
    ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }),
  })
}
