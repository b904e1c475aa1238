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

/** One axon and what it is asked. */
export interface Call<Request> extends AxonTarget {
  /** Made when the body is: the requests of all miners need not be in memory beside their bodies. */
  readonly request: () => Request
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
   * Asks many axons at once, each what is meant for it, and returns their replies in the order of the calls, at the
   * deadline at the latest. Whatever an axon does is a value of `Reply`; nothing that it sends has been looked into yet.
   *
   * All bodies are in memory while it asks: 46 MB for 256 miners with 128 tasks of 1 KB each.
   * @throws AppError `request-too-large`, or the reason of the signal when it aborts.
   */
  ask<Request, Response>(
    route: Route<Request, Response>,
    calls: readonly Call<Request>[],
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
    async ask(route, calls, { deadlineMs, maxResponseBytes = Number.POSITIVE_INFINITY, signal }) {
      const sign = (receiver: Ss58, body: Uint8Array): Record<string, string> => ({
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

      // Every body is made before the first signature, since signatures age, and everything is signed before the first
      // byte is sent, so that no miner loses time to what is made for others.
      const bodies = calls.map(({ axon, request }) => {
        const fault = axon === undefined ? 'announces no axon any more' : addressFault(axon, allowLocalAxons)
        return axon === undefined || fault !== undefined
          ? { axon: undefined, fault: fault ?? '' }
          : { axon, body: toBody(route, request()) }
      })
      const prepared = calls.map(({ hotkey: receiver }, index) => {
        const made = bodies[index]
        if (made?.axon === undefined) return { receiver, axon: undefined, fault: made?.fault ?? '' }
        return { receiver, ...made, headers: sign(receiver, made.body) }
      })

      const limited = deadline(deadlineMs, signal)
      const replies = await Promise.all(
        prepared.map(async (call): Promise<Reply> => {
          if (call.axon === undefined) return { tag: 'unreachable', detail: call.fault }
          const common = {
            ...call.axon,
            path: route.path,
            body: call.body,
            maxResponseBytes: Math.min(route.maxResponseBytes, maxResponseBytes),
            signal: limited,
          }
          const reply = await post({ agent, clock }, { ...common, headers: call.headers })
          if (reply.tag !== 'stale') return reply
          const again = await post({ agent, clock }, { ...common, headers: sign(call.receiver, call.body) })
          return again.tag === 'stale' ? { tag: 'unreachable', detail: 'closed the connection twice' } : again
        }),
      )
      signal.throwIfAborted()
      return replies
    },
    close: () => agent.destroy(),
  }
}

/** @throws AppError `request-too-large`. */
function toBody<Request, Response>(route: Route<Request, Response>, request: Request): Uint8Array {
  const body = utf8(JSON.stringify(request))
  if (body.length > route.maxRequestBytes)
    throw new AppError(
      'request-too-large',
      `the request has ${body.length} bytes; a miner reads at most ${route.maxRequestBytes}: lower --items`,
    )
  return body
}
