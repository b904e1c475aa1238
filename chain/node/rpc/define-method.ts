import type { Clock } from '../../../shared/clock.ts'
import type { NodeApi } from '../api.ts'
import { type ParamReader, type RawParams, readParams } from './params.ts'

/** Postpones an action until the response is on its way. */
export type After = (action: () => void) => void

/** One JSON-RPC method. `rpc_methods` and the method table of the docs are derived from the list. */
export interface RpcMethod<P extends readonly unknown[] = readonly unknown[], R = unknown> {
  readonly tag: 'method'
  readonly name: string
  /** Further names on the wire. */
  readonly aliases: readonly string[]
  readonly docs: string
  /** @throws RpcError -32602 with the position and the expected form. */
  parse(params: RawParams): P
  handle(node: NodeApi, params: P, after: After): R | Promise<R>
}

/** What a subscription is told by the server. */
export interface SubscriptionScope {
  /** Its id on the wire. */
  readonly id: string
  /** Aborts when the client unsubscribes or leaves, or the server stops. */
  readonly signal: AbortSignal
  readonly clock: Clock
}

/** A stream of notifications: the server answers the id first, then pumps. */
export interface RpcSubscription<P extends readonly unknown[] = readonly unknown[], E = unknown> {
  readonly tag: 'subscription'
  readonly name: string
  readonly aliases: readonly string[]
  readonly unsubscribe: string
  readonly unsubscribeAliases: readonly string[]
  /** `method` of its notifications; clients find the subscription by it. */
  readonly notification: string
  readonly docs: string
  /** @throws RpcError -32602 with the position and the expected form. */
  parse(params: RawParams): P
  /** Errors before it resolves answer the call; later ones end the stream. */
  open(node: NodeApi, scope: SubscriptionScope, params: P): AsyncIterable<E> | Promise<AsyncIterable<E>>
}

/** Anything a client can call. */
export type RpcEntry = RpcMethod | RpcSubscription

/** Reads no parameter. */
export const noParams = (): [] => []

/** Defines a method; the type of `handle` follows from `params`. */
export function defineMethod<const P extends readonly unknown[], R>(definition: {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly docs: string
  readonly params: (reader: ParamReader) => P
  readonly handle: (node: NodeApi, params: P, after: After) => R | Promise<R>
}): RpcMethod<P, R> {
  const { name, aliases = [], docs, params, handle } = definition
  return { tag: 'method', name, aliases, docs, parse: (raw) => readParams(raw, params), handle }
}

/** Defines a subscription; the type of `open` follows from `params`. */
export function defineSubscription<const P extends readonly unknown[], E>(definition: {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly unsubscribe: string
  readonly unsubscribeAliases?: readonly string[]
  readonly notification: string
  readonly docs: string
  readonly params: (reader: ParamReader) => P
  readonly open: (node: NodeApi, scope: SubscriptionScope, params: P) => AsyncIterable<E> | Promise<AsyncIterable<E>>
}): RpcSubscription<P, E> {
  const { name, aliases = [], unsubscribe, unsubscribeAliases = [], notification, docs, params, open } = definition
  return {
    tag: 'subscription',
    name,
    aliases,
    unsubscribe,
    unsubscribeAliases,
    notification,
    docs,
    parse: (raw) => readParams(raw, params),
    open,
  }
}
