import { createMiddleware } from 'hono/factory'
import type { Clock } from '../shared/clock.ts'
import { AppError } from '../shared/errors.ts'
import { formatTao, type Rao, type Ss58 } from '../shared/units.ts'
import { checkFreshness, checkSignature, readClaim } from '../shared/wire/auth.ts'
import { toNs } from '../shared/wire/auth-window.ts'
import type { ReplayStore } from '../shared/wire/replay-store.ts'
import type { Allowance } from './allowance.ts'
import type { Permits } from './permits.ts'
import { bodyBytes, readBody } from './request-body.ts'
import { createRoom } from './room.ts'

/** What the guard leaves for the handler behind it. */
export interface GuardEnv {
  Variables: {
    /** The validator that proved to have sent the request. */
    sender: Ss58
    /** The very bytes that it signed. */
    body: Uint8Array
  }
}

export interface GuardDeps {
  /** Our own hotkey: requests for others are refused. */
  readonly hotkey: Ss58
  readonly permits: Pick<Permits, 'standing'>
  readonly seen: ReplayStore
  readonly allowance: Allowance
  readonly clock: Pick<Clock, 'now'>
  readonly maxBodyBytes: number
  /** Least stake of a caller. */
  readonly minStake: Rao
  /** Most requests between their headers and their answer; more are refused as `busy`. */
  readonly maxInFlight: number
}

/**
 * Lets only fresh requests of permitted validators through, cheapest check first: what costs memory (the body) or time
 * (the signature) is spent only on requests that claim to come from a validator with a permit and with requests left.
 * Refuses by throwing AppError with a code of the wire.
 */
export function createGuard({
  hotkey,
  permits,
  seen,
  allowance,
  clock,
  maxBodyBytes,
  minStake,
  maxInFlight,
}: GuardDeps) {
  const room = createRoom({ maxRequests: maxInFlight })

  return createMiddleware<GuardEnv>(async (context, next) => {
    const { req } = context
    const type = req.header('content-type') ?? ''
    if (!/^application\/json\s*(;|$)/i.test(type))
      throw new AppError('wrong-media-type', `content-type is ${JSON.stringify(type)}; valid is application/json`)

    // 1. Who is it said to be from, for whom, and when?
    const claim = readClaim(req.header())
    const reception = () => ({ receiver: hotkey, nowNs: toNs(clock.now()), seen })
    checkFreshness(claim, reception())

    // 2. May that hotkey ask at all, and has it not asked for too much already?
    checkStanding(permits, claim.sender, minStake)
    const bytes = bodyBytes(req.raw, maxBodyBytes)
    allowance.check(claim.sender, bytes)

    // 3. Is there room?
    const place = room.enter(bytes)
    try {
      // 4. Is it really from that hotkey, and still fresh? The body took its time to come.
      const body = await Promise.race([readBody(req.raw, maxBodyBytes), place.lost])
      checkFreshness(claim, reception())
      checkSignature(claim, { method: req.method, target: targetOf(req.url), body, ...reception() })
      place.keep()

      // 5. Does it ask for too much? Counted only here, so that nobody can use up the share of somebody else.
      allowance.takeRequest(claim.sender, body.length)

      context.set('sender', claim.sender)
      context.set('body', body)
      await next()
    } finally {
      place.leave()
    }
  })
}

function checkStanding(permits: Pick<Permits, 'standing'>, sender: Ss58, minStake: Rao): void {
  const standing = permits.standing(sender)
  if (standing.tag === 'unknown')
    throw new AppError('permits-unknown', 'the chain has not answered for too long to know who has a permit')
  if (standing.tag === 'stranger')
    throw new AppError('no-permit', `${sender} is not registered on this subnet; only validators with a permit may ask`)
  if (!standing.neuron.validatorPermit)
    throw new AppError('no-permit', `${sender} has no validator permit; more stake gives one at the next epoch`)
  if (standing.neuron.stake < minStake)
    throw new AppError(
      'stake-too-low',
      `${sender} has ${formatTao(standing.neuron.stake)} stake; this miner answers from ${formatTao(minStake)}`,
    )
}

/** Path and query of a URL as they were sent. */
function targetOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  return start === -1 ? '/' : url.slice(start)
}
