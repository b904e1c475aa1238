import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net'
import { onTestFinished } from 'vitest'

export interface Loopback {
  readonly ip: string
  readonly port: number
}

/** An HTTP server on a free port of this machine, gone with the test. */
export async function serveHttp(listener: RequestListener, change: (server: Server) => void = () => {}) {
  const server = createServer(listener)
  change(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ...(await listen(server)), server }
}

/** A TCP server that does with each connection what the test wants. */
export async function serveTcp(onConnection: (socket: Socket) => void): Promise<Loopback> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onConnection(socket)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return listen(server)
}

async function listen(server: TcpServer): Promise<Loopback> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { ip: '127.0.0.1', port }
}

/** Whether nobody has a port of this machine any more. */
export function isFree(port: number): Promise<boolean> {
  const server = createTcpServer()
  return once(server.listen(port), 'listening')
    .then(
      () => true,
      () => false,
    )
    .finally(() => server.close())
}

/** A port of this machine on which nobody listens, nor can before the test ends: one end of a connection has it. */
export async function closedPort(): Promise<Loopback> {
  const { port } = await serveTcp(() => {})
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return { ip: '127.0.0.1', port: (socket.address() as AddressInfo).port }
}
