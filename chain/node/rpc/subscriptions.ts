import type { Clock } from '../../../shared/clock.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { NodeApi } from '../api.ts'
import type { RpcSubscription } from './define-method.ts'
import { RPC_CODES, RpcError, toErrorBody } from './errors.ts'
import type { RawParams } from './params.ts'

/** A subscription that is open but does not notify before `start`, so that its id reaches the client first. */
export interface OpenSubscription {
  readonly id: string
  start(): void
}

/** The subscriptions of one connection. */
export interface Subscriptions {
  /** @throws RpcError -32602 or -32006; whatever the subscription throws before it is open. */
  open(subscription: RpcSubscription, params: RawParams): Promise<OpenSubscription>
  /** False when no such subscription is live. */
  cancel(subscription: RpcSubscription, id: string): boolean
  /** Ends all of them. */
  close(): void
}

export interface SubscriptionsDeps {
  readonly node: NodeApi
  /** Resolves when the socket took the text: a slow client slows its own streams. */
  readonly send: (text: string) => Promise<void>
  /** Cuts a client off that cannot keep up. */
  readonly drop: (reason: string) => void
  readonly newId: () => string
  readonly clock: Clock
  readonly max: number
}

/** Opens, pumps and ends the subscriptions of one connection. */
export function createSubscriptions({ node, send, drop, newId, clock, max }: SubscriptionsDeps): Subscriptions {
  const live = new Map<string, { readonly subscription: RpcSubscription; readonly abort: AbortController }>()

  const end = (id: string): void => {
    live.get(id)?.abort.abort()
    live.delete(id)
  }

  async function pump(id: string, subscription: RpcSubscription, events: AsyncIterable<unknown>): Promise<void> {
    const notify = (member: Readonly<Record<string, unknown>>): Promise<void> =>
      send(
        JSON.stringify({ jsonrpc: '2.0', method: subscription.notification, params: { subscription: id, ...member } }),
      )
    try {
      for await (const result of events) {
        if (!live.has(id)) break
        await notify({ result })
      }
    } catch (error) {
      if (!live.has(id)) return
      if (isAppError(error, 'slow-consumer')) drop(error.message)
      else await notify({ error: toErrorBody(error) })
    } finally {
      end(id)
    }
  }

  return {
    async open(subscription, raw) {
      const params = subscription.parse(raw)
      if (live.size >= max)
        throw new RpcError(
          RPC_CODES.tooManySubscriptions,
          'Too many subscriptions on the connection',
          `${live.size} are open; at most ${max} are valid`,
        )
      const id = newId()
      const abort = new AbortController()
      // Counted before it opens, so that a burst of calls cannot pass the limit.
      live.set(id, { subscription, abort })
      try {
        const events = await subscription.open(node, { id, signal: abort.signal, clock }, params)
        return {
          id,
          start() {
            void pump(id, subscription, events)
          },
        }
      } catch (error) {
        end(id)
        throw error
      }
    },
    cancel(subscription, id) {
      if (live.get(id)?.subscription !== subscription) return false
      end(id)
      return true
    },
    close() {
      for (const id of [...live.keys()]) end(id)
    },
  }
}
