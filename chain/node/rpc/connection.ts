import { WebSocket } from 'ws'
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

/**
 * Serves one WebSocket. A client that sends faster than it reads is read more slowly; one whose streams pile up
 * regardless is cut off.
 */
export function serveConnection(socket: WebSocket, { node, table, newId, limits, log }: ConnectionDeps): Connection {
  const waiting: string[] = []
  let inFlight = 0
  let isAlive = true

  const isCongested = (): boolean =>
    inFlight >= limits.maxRequestsInFlight || socket.bufferedAmount > limits.pauseAtBufferedBytes

  const drop = (reason: string): void => {
    log.warn('rpc client cut off', { reason })
    socket.close(POLICY_VIOLATION, reason.slice(0, 100))
    socket.terminate()
  }

  function send(text: string): Promise<void> {
    if (socket.readyState !== WebSocket.OPEN) return Promise.resolve()
    if (socket.bufferedAmount > limits.maxBufferedBytes) {
      drop(`${socket.bufferedAmount} bytes wait to be read; at most ${limits.maxBufferedBytes} are valid`)
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      // A failed send means that the socket closes, which ends everything of this connection.
      socket.send(text, () => {
        resolve()
        proceed()
      })
    })
  }

  const subscriptions = createSubscriptions({ node, send, drop, newId, max: limits.maxSubscriptionsPerConnection })
  const dispatch = createDispatcher({ node, table, subscriptions, limits, log })

  async function answer(message: string): Promise<void> {
    inFlight += 1
    try {
      const { text, afterwards } = await dispatch(message)
      if (text !== undefined) void send(text)
      for (const start of afterwards) start()
    } finally {
      inFlight -= 1
      proceed()
    }
  }

  /** Takes the next messages up, or stops reading the socket while there is too much to do. */
  function proceed(): void {
    while (waiting.length > 0 && !isCongested()) void answer(waiting.shift() ?? '')
    if (socket.readyState !== WebSocket.OPEN) return
    if (isCongested()) socket.pause()
    else if (socket.isPaused) socket.resume()
  }

  socket.on('message', (data) => {
    waiting.push(data.toString())
    proceed()
  })
  socket.on('pong', () => {
    isAlive = true
  })
  // Broken frames and oversized messages: the library closes the socket with the fitting code.
  socket.on('error', (error) => log.debug('rpc socket failed', { error: messageOf(error) }))
  socket.on('close', () => {
    waiting.length = 0
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
