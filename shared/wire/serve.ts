import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Clock } from '../clock.ts'
import { AppError, messageOf } from '../errors.ts'
import type { Service } from '../service.ts'

export interface ServeOptions {
  /** Of the service. */
  readonly name: string
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** Address to listen on; every one of the machine when not given. */
  readonly host: string | undefined
  /** 0 for any free port. */
  readonly port: number
  readonly clock: Clock
  /** How long running requests may go on after the stop. */
  readonly graceMs?: number
  /** Most connections at once. Those without a request give way before there are as many. */
  readonly maxConnections?: number
  /** How long a connection may stand still within a request: its sender does not read, or nobody answers it. */
  readonly stallMs?: number
}

/** A listening server. Running it waits for the stop, then frees the port. */
export interface Listener extends Service {
  readonly port: number
  close(): Promise<void>
}

const SOCKET_LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16_384,
}

/**
 * Gives an app a socket. Slow senders are cut off by Node's own timeouts, so that they cannot hold places for others.
 * @throws AppError `port-in-use`, `cannot-listen`.
 */
export async function serve(options: ServeOptions): Promise<Listener> {
  const { name, fetch, host, port, clock, graceMs = 500, maxConnections = 1_024, stallMs = 120_000 } = options
  const server = createServer(SOCKET_LIMITS, getRequestListener(fetch))
  limitConnections(server, maxConnections)
  // Otherwise answers that nobody reads would stay in memory for as long as the reader likes.
  server.timeout = stallMs
  await listen(server, host, port)
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port

  const close = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeIdleConnections()
    const late = new AbortController()
    const grace = clock.sleep(graceMs, late.signal).then(
      () => server.closeAllConnections(),
      () => {},
    )
    await closed
    late.abort()
    await grace
  }
  return {
    name,
    port: bound,
    close,
    async run(signal) {
      if (!signal.aborted) await once(signal, 'abort')
      await close()
    },
  }
}

/**
 * Whoever only holds connections open must not keep others out: above three quarters of the most, each new connection
 * takes the place of the one that has been without a request for longest, be it that none came or that it is answered. The
 * last quarter is for those that come in the same moment, before the closed ones are gone.
 */
function limitConnections(server: Server, most: number): void {
  server.maxConnections = most
  const open = new Set<Socket>()
  const idle = new Set<Socket>()
  const forget = (socket: Socket): void => {
    open.delete(socket)
    idle.delete(socket)
  }
  const makeRoom = (): void => {
    for (const oldest of idle) {
      if (open.size <= 0.75 * most) return
      forget(oldest)
      oldest.destroy()
    }
  }
  server.on('connection', (socket) => {
    open.add(socket)
    makeRoom()
    // Only now, so that it is not the newest that goes.
    idle.add(socket)
    socket.once('close', () => forget(socket))
  })
  server.on('request', ({ socket }, response) => {
    idle.delete(socket)
    response.once('close', () => {
      if (open.has(socket)) idle.add(socket)
      makeRoom()
    })
  })
}

async function listen(server: Server, host: string | undefined, port: number): Promise<void> {
  try {
    server.listen(host === undefined ? { port } : { port, host })
    await once(server, 'listening')
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE')
      throw new AppError(
        'port-in-use',
        `port ${port} is in use by another process; stop that one or choose another port`,
        { port },
        error,
      )
    throw new AppError('cannot-listen', `cannot listen on ${host ?? '*'}:${port}: ${messageOf(error)}`, { port }, error)
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
