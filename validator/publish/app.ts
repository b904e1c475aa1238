import { type Context, Hono } from 'hono'
import type { Clock } from '../../shared/clock.ts'
import { AppError, isAppError, messageOf } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { createRateLimit } from '../../shared/rate-limit.ts'
import type { Ss58 } from '../../shared/units.ts'
import { PROBLEM_TYPE, toProblem } from '../../shared/wire/problem.ts'
import { createCachedBodies, etagOf } from './cached-bodies.ts'
import type { Publication } from './publication.ts'
import { HOTKEY_HEADER, SIGNATURE_HEADER, type SignedBody } from './signed-body.ts'

export interface PublishAppDeps {
  readonly publication: Publication
  readonly hotkey: Ss58
  readonly clock: Pick<Clock, 'monotonic'>
  readonly log: Logger
  /** Address of who asks. */
  readonly addressOf: (context: Context) => string
  /** Requests of one address per second, and of all together. */
  readonly perSecond?: number
  readonly allPerSecond?: number
}

/** How long a body is good for: of an opened round for minutes, of what grows for a moment. */
const LASTING_MS = 300_000
const BRIEF_MS = 1_000

const PATHS = ['/identity', '/transcripts', '/transcripts/NUMBER', '/weights']

/**
 * What a validator shows to everybody: read-only, every body signed by its hotkey. Requests carry no body, and those of
 * one address are as limited as those of all.
 */
export function createPublishApp(deps: PublishAppDeps): Hono {
  const { publication, hotkey, clock, log, addressOf, perSecond = 20, allPerSecond = 100 } = deps
  const app = new Hono()
  const each = createRateLimit({ perSecond, burst: 4 * perSecond, clock })
  const all = createRateLimit({ perSecond: allPerSecond, clock })
  const bodies = createCachedBodies({ clock })

  app.use(async (context, next) => {
    if (!each.take(networkOf(addressOf(context))) || !all.take('all'))
      throw new AppError('rate-limited', `more than ${perSecond} requests in a second; try again later`)
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD')
      throw new AppError('method-not-allowed', `${context.req.method} is not valid here; use GET`)
    await next()
  })

  /** @param key of what is sent, and nothing else that was asked: a body is not made again for another spelling. */
  const send = (context: Context, key: string, ttlMs: number, make: () => SignedBody): Response => {
    const body = bodies.get(key, ttlMs, make)
    const headers = {
      'cache-control': `public, max-age=${ttlMs / 1_000}`,
      etag: etagOf(body),
      [HOTKEY_HEADER]: hotkey,
      [SIGNATURE_HEADER]: body.signature,
    }
    if (context.req.header('if-none-match') === headers.etag) return context.body(null, 304, headers)
    return context.body(Uint8Array.from(body.bytes), 200, { ...headers, 'content-type': 'application/json' })
  }

  app.get('/identity', (context) => send(context, 'identity', LASTING_MS, () => publication.identity()))
  app.get('/transcripts', (context) => {
    const from = wholeNumber(context.req.query('from') ?? '0', 'from')
    return send(context, `rounds ${from}`, BRIEF_MS, () => publication.rounds(from))
  })
  app.get('/transcripts/:round', (context) => {
    const id = wholeNumber(context.req.param('round'), 'the round')
    // A header becomes a transcript as soon as the secret is opened.
    return send(context, `round ${id}`, BRIEF_MS, () => publication.round(id))
  })
  app.get('/weights', (context) => {
    const before = wholeNumber(context.req.query('before') ?? String(Number.MAX_SAFE_INTEGER), 'before')
    return send(context, `weights ${before}`, BRIEF_MS, () => publication.weights(before))
  })

  app.notFound((context) => {
    const found = `${context.req.method} ${context.req.path.slice(0, 80)} does not exist`
    return toResponse(context, new AppError('not-found', `${found}; valid are GET ${PATHS.join(', ')}`))
  })
  app.onError((error, context) => {
    if (!isAppError(error)) log.error('a request for transcripts failed', { error })
    else log.debug('refused', { code: error.code, reason: messageOf(error) })
    return toResponse(context, error)
  })
  return app
}

function toResponse(context: Context, error: unknown): Response {
  const problem = toProblem(error)
  if (problem.code === 'method-not-allowed') context.header('allow', 'GET, HEAD')
  if (problem.code === 'rate-limited') context.header('retry-after', '1')
  return context.body(JSON.stringify(problem), problem.status, { 'content-type': PROBLEM_TYPE })
}

function wholeNumber(text: string, name: string): number {
  const value = Number(text)
  if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(value))
    throw new AppError('malformed', `${name} is ${JSON.stringify(text.slice(0, 40))}; valid is a whole number`)
  return value
}

/** One host has 2^64 addresses of IPv6: they count as one. */
const networkOf = (address: string): string =>
  address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address
