import { isIPv6 } from 'node:net'
import { utf8 } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Keypair } from '../../shared/crypto/keypair.ts'
import { AppError } from '../../shared/errors.ts'
import type { AxonInfo } from '../../shared/subtensor/client.ts'
import type { Ss58 } from '../../shared/units.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { parseJson } from '../../shared/wire/json.ts'
import { createNonces } from '../../shared/wire/nonces.ts'
import { parseProblem } from '../../shared/wire/problem.ts'
import type { Route } from '../../shared/wire/route.ts'
import { readBody } from '../request-body.ts'

export interface AskAxonDeps {
  /** Signs the requests. */
  readonly sender: Keypair
  readonly clock: Pick<Clock, 'now'>
}

/** An axon and whose it is. */
export interface Receiver {
  readonly hotkey: Ss58
  readonly axon: Pick<AxonInfo, 'ip' | 'port'>
}

/** Asks an axon as validators do. @throws AppError `victim-failed`; whatever the signal aborts with. */
export type AskAxon = <Request, Response>(
  route: Route<Request, Response>,
  receiver: Receiver,
  request: Request,
  signal: AbortSignal,
) => Promise<Response>

/** Largest refusal that is read. */
const MAX_PROBLEM_BYTES = 8_192

/** See `AskAxon`. */
export function createAskAxon({ sender, clock }: AskAxonDeps): AskAxon {
  const nextNonce = createNonces(clock)
  return async (route, { hotkey, axon }, request, signal) => {
    const body = utf8(JSON.stringify(request))
    const { path } = route
    const signed = signRequest({ method: 'POST', target: path, body, sender, receiver: hotkey, nonceNs: nextNonce() })
    const host = isIPv6(axon.ip) ? `[${axon.ip}]` : axon.ip
    const response = await fetch(`http://${host}:${axon.port}${path}`, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'content-type': 'application/json', ...signed },
      redirect: 'error',
      signal,
    })
    if (response.status === 200) return route.response(parseJson(await readBody(response, route.maxResponseBytes)))
    const { code, detail } = parseProblem(parseJson(await readBody(response, MAX_PROBLEM_BYTES)))
    throw new AppError('victim-failed', `${hotkey} refused with HTTP ${response.status} ${code}: ${detail}`)
  }
}
