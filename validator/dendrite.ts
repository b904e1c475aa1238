import { Agent } from 'node:http'
import { utf8 } from '../shared/bytes.ts'
import { type Clock, deadline } from '../shared/clock.ts'
import type { Keypair } from '../shared/crypto/keypair.ts'
import { AppError } from '../shared/errors.ts'
import type { Ss58 } from '../shared/units.ts'
import { signRequest } from '../shared/wire/auth.ts'
import { createNonces } from '../shared/wire/nonces.ts'
import type { Route } from '../shared/wire/route.ts'
import { addressFault } from './axon-address.ts'
import { post } from './post.ts'
import type { Reply } from './reply.ts'

/** An axon to ask, as its hotkey announced it. */
export interface AxonTarget {
  readonly hotkey: Ss58
  /** `undefined` when nothing is announced any more. */
  readonly axon: { readonly ip: string; readonly port: number } | undefined
}

export interface AskOptions {
  /** Time from sending to the last byte of the answer, the same for all axons. */
  readonly deadlineMs: number
  /** Lower than the route's own limit where the size of an answer is known. */
  readonly maxResponseBytes?: number
  /** Stops asking altogether. */
  readonly signal: AbortSignal
}

/** The validator's client of axons. */
export interface Dendrite {
  /**
   * Asks many axons the same at once and returns their replies in the order of the targets, at the deadline at the
   * latest. Whatever an axon does is a value of `Reply`; nothing that it sends has been looked into yet.
   * @throws AppError `request-too-large`, or the reason of the signal when it aborts.
   */
  ask<Request, Response>(
    route: Route<Request, Response>,
    request: Request,
    targets: readonly AxonTarget[],
    options: AskOptions,
  ): Promise<readonly Reply[]>
  /** Closes the kept connections. */
  close(): void
}

export interface DendriteDeps {
  readonly hotkey: Keypair
  readonly clock: Clock
  /** Whether loopback and private addresses may be asked: on a devnet, not on a live network. */
  readonly allowLocalAxons: boolean
}

/** Connections are kept between rounds for so long without use. */
const IDLE_MS = 60_000

/** A dendrite that signs with `hotkey`. */
export function createDendrite({ hotkey, clock, allowLocalAxons }: DendriteDeps): Dendrite {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 2 })
  const nextNonce = createNonces(clock)

  return {
    async ask(route, request, targets, { deadlineMs, maxResponseBytes = Number.POSITIVE_INFINITY, signal }) {
      const body = utf8(JSON.stringify(request))
      if (body.length > route.maxRequestBytes)
        throw new AppError(
          'request-too-large',
          `the request has ${body.length} bytes; a miner reads at most ${route.maxRequestBytes}: lower --items`,
        )
      const sign = (receiver: Ss58): Record<string, string> => ({
        'content-type': 'application/json',
        accept: 'application/json',
        ...signRequest({
          method: 'POST',
          target: route.path,
          body,
          sender: hotkey,
          receiver,
          nonceNs: nextNonce(),
        }),
      })

      // Everything is signed before the first byte is sent, so that no miner loses time to the signatures of others.
      const prepared = targets.map(({ hotkey: receiver, axon }) => {
        const fault = axon === undefined ? 'announces no axon any more' : addressFault(axon, allowLocalAxons)
        return axon === undefined || fault !== undefined
          ? { receiver, axon: undefined, fault: fault ?? '' }
          : { receiver, axon, headers: sign(receiver) }
      })

      const limited = deadline(deadlineMs, signal)
      const replies = await Promise.all(
        prepared.map(async (call): Promise<Reply> => {
          if (call.axon === undefined) return { tag: 'unreachable', detail: call.fault }
          const common = {
            ...call.axon,
            path: route.path,
            body,
            maxResponseBytes: Math.min(route.maxResponseBytes, maxResponseBytes),
            signal: limited,
          }
          const reply = await post({ agent, clock }, { ...common, headers: call.headers })
          if (reply.tag !== 'stale') return reply
          const again = await post({ agent, clock }, { ...common, headers: sign(call.receiver) })
          return again.tag === 'stale' ? { tag: 'unreachable', detail: 'closed the connection twice' } : again
        }),
      )
      signal.throwIfAborted()
      return replies
    },
    close: () => agent.destroy(),
  }
}
