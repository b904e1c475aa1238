import { WebSocket } from 'ws'
import type { Clock } from '../../../shared/clock.ts'
import { messageOf } from '../../../shared/errors.ts'
import type { Logger } from '../../../shared/log.ts'
import type { NodeApi } from '../api.ts'
import { createDispatcher } from './dispatch.ts'
import type { RpcLimits } from './limits.ts'
import type { MethodTable } from './method-table.ts'
import { createSubscriptions } from './subscriptions.ts'

const GOING_AWAY = 1001
const POLICY_VIOLATION = 1008

export interface ConnectionDeps {
  readonly node: NodeApi
  readonly table: MethodTable
  readonly newId: () => string
  readonly clock: Clock
  readonly limits: RpcLimits
  readonly log: Logger
}

/** One client on a WebSocket. */
export interface Connection {
  /** Pings the client; cuts it off when it did not answer the ping before. */
  heartbeat(): void
  /** Ends its streams and says goodbye. */
  close(): void
  /** Ends it without a goodbye. */
  terminate(): void
}

/** Messages that may wait before the socket is no longer read. */
const MAX_WAITING = 64

/**
 * Serves one WebSocket, one message after the other. A client that sends faster than it reads is read more slowly; one
 * whose streams pile up regardless is cut off.
 */
export function serveConnection(
  socket: WebSocket,
  { node, table, newId, clock, limits, log }: ConnectionDeps,
): Connection {
  const waiting: string[] = []
  let isWorking = false
  let isAlive = true
  let wake: (() => void) | undefined

  const isCongested = (): boolean =>
    socket.readyState === WebSocket.OPEN && socket.bufferedAmount > limits.pauseAtBufferedBytes

  const drop = (reason: string): void => {
    log.warn('rpc client cut off', { reason })
    subscriptions.close()
    socket.close(POLICY_VIOLATION, reason.slice(0, 100))
    socket.terminate()
  }

  function send(text: string): Promise<void> {
    if (socket.readyState !== WebSocket.OPEN) {
      // A stream that is never short of values would otherwise go on until the socket tells that it closed.
      subscriptions.close()
      return Promise.resolve()
    }
    if (socket.bufferedAmount > limits.maxBufferedBytes) {
      drop(`${socket.bufferedAmount} bytes wait to be read; at most ${limits.maxBufferedBytes} are valid`)
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      // A failed send means that the socket closes, which ends everything of this connection.
      socket.send(text, () => {
        resolve()
        if (!isCongested()) wake?.()
      })
    })
  }

  const subscriptions = createSubscriptions({
    node,
    send,
    drop,
    newId,
    clock,
    max: limits.maxSubscriptionsPerConnection,
  })
  const dispatch = createDispatcher({ node, table, subscriptions, limits, log })

  async function answer(message: string): Promise<void> {
    const { text, afterwards } = await dispatch(message)
    if (text !== undefined) void send(text)
    for (const start of afterwards) start()
    // Woken by the last send that was under way, or by the end of the socket.
    while (isCongested())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) await answer(message)
    isWorking = false
    if (socket.isPaused) socket.resume()
  }

  socket.on('message', (data) => {
    waiting.push(data.toString())
    if (waiting.length > MAX_WAITING) socket.pause()
    void work()
  })
  socket.on('pong', () => {
    isAlive = true
  })
  // Broken frames and oversized messages: the library closes the socket with the fitting code.
  socket.on('error', (error) => log.debug('rpc socket failed', { error: messageOf(error) }))
  socket.on('close', () => {
    waiting.length = 0
    wake?.()
    subscriptions.close()
  })

  return {
    heartbeat() {
      if (!isAlive) return drop(`no answer to a ping for ${limits.heartbeatMs} ms`)
      isAlive = false
      socket.ping()
    },
    close() {
      subscriptions.close()
      socket.resume()
      socket.close(GOING_AWAY, 'the node stops')
    },
    terminate: () => socket.terminate(),
  }
}
