import { createServer, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Clock } from '../../../shared/clock.ts'
import { AppError, messageOf } from '../../../shared/errors.ts'
import type { Logger } from '../../../shared/log.ts'
import type { NodeApi } from '../api.ts'
import { type Connection, serveConnection } from './connection.ts'
import { createDispatcher } from './dispatch.ts'
import { createHttpHandler } from './http.ts'
import { DEFAULT_LIMITS, type RpcLimits } from './limits.ts'
import { createMethodTable } from './method-table.ts'
import type { RpcApi } from './methods.ts'
import { newSubscriptionId, type RandomBytes } from './subscription-id.ts'

/** How long clients may take to answer the goodbye when the server stops. */
const GOODBYE_MS = 1000

export interface RpcServerOptions {
  readonly node: NodeApi
  readonly api: RpcApi
  /** 0 takes a free port. */
  readonly port: number
  /** Default 127.0.0.1: only this machine. */
  readonly host?: string
  readonly limits?: Partial<RpcLimits>
  readonly randomBytes: RandomBytes
  readonly clock: Clock
  readonly log: Logger
}

/** A listening server. */
export interface RpcServer {
  readonly host: string
  /** The port it got. */
  readonly port: number
  /** `ws://host:port`. */
  readonly url: string
  /** Ends all connections and frees the port. */
  close(): Promise<void>
}

/**
 * Serves JSON-RPC over WebSocket and HTTP on one port.
 * @throws AppError `port-in-use`, `cannot-listen`.
 */
export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const { node, api, port, host = '127.0.0.1', randomBytes, clock, log } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const connections = new Set<Connection>()
  const newId = () => newSubscriptionId(randomBytes)

  const overHttp = createDispatcher({
    node,
    table: createMethodTable(api.entries),
    subscriptions: undefined,
    limits,
    log,
  })
  const handle = createHttpHandler(overHttp, limits.maxRequestBytes)
  const http = createServer((request, response) => {
    // Rejects when the client hangs up in the middle of its body.
    handle(request, response).catch((error: unknown) => {
      log.debug('rpc request failed', { error: messageOf(error) })
      response.destroy()
    })
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxRequestBytes, perMessageDeflate: false })

  http.on('upgrade', (request, stream: Duplex, head) => {
    stream.on('error', (error) => log.debug('rpc socket failed', { error: messageOf(error) }))
    if (connections.size >= limits.maxConnections) {
      log.warn('rpc connection refused', { open: connections.size })
      return stream.end(`HTTP/1.1 503 ${STATUS_CODES[503]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    }
    return sockets.handleUpgrade(request, stream, head, (socket) => {
      const closed = new AbortController()
      const table = createMethodTable([...api.entries, ...api.connectionEntries(closed.signal)])
      const connection = serveConnection(socket, { node, table, newId, clock, limits, log })
      connections.add(connection)
      socket.on('close', () => {
        closed.abort()
        connections.delete(connection)
      })
    })
  })

  await listen(http, host, port)
  // Such as too many open files: the connection is lost, the server goes on.
  http.on('error', (error) => log.error('rpc server failed', { error }))
  const address = http.address()
  const bound = isAddressInfo(address) ? address.port : port
  const stopped = new AbortController()
  void beat(connections, { clock, everyMs: limits.heartbeatMs, signal: stopped.signal })

  return {
    host,
    port: bound,
    url: `ws://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async close() {
      if (stopped.signal.aborted) return
      stopped.abort()
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      for (const connection of connections) connection.close()
      http.closeIdleConnections()
      const grace = new AbortController()
      const timeout = clock.sleep(GOODBYE_MS, grace.signal).then(
        () => {
          for (const connection of connections) connection.terminate()
          http.closeAllConnections()
        },
        () => undefined,
      )
      await closed
      grace.abort()
      await timeout
    },
  }
}

const isAddressInfo = (address: ReturnType<Server['address']>): address is AddressInfo =>
  typeof address === 'object' && address !== null

function listen(http: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(toListenError(error, host, port))
    http.once('error', fail)
    http.listen(port, host, () => {
      http.off('error', fail)
      resolve()
    })
  })
}

const toListenError = (error: NodeJS.ErrnoException, host: string, port: number): AppError =>
  error.code === 'EADDRINUSE'
    ? new AppError(
        'port-in-use',
        `port ${port} on ${host} is in use by another process; stop it, or choose another port with --rpc-port`,
        { host, port },
        error,
      )
    : new AppError('cannot-listen', `cannot listen on ${host}:${port}: ${error.message}`, { host, port }, error)

interface BeatOptions {
  readonly clock: Clock
  readonly everyMs: number
  readonly signal: AbortSignal
}

/** Pings all clients in turn. Falling behind only makes the pings rarer. */
async function beat(connections: ReadonlySet<Connection>, { clock, everyMs, signal }: BeatOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      await clock.sleep(everyMs, signal)
    } catch {
      return
    }
    for (const connection of connections) connection.heartbeat()
  }
}
