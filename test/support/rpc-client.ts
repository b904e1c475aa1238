import { WebSocket } from 'ws'

/** A JSON object of the wire. */
export type Json = Record<string, unknown>

/** A notification, flattened. */
export interface Notification {
  readonly method: string
  readonly subscription: string
  readonly result: unknown
  readonly error: unknown
}

/** A plain JSON-RPC client over one WebSocket that shows messages as they come. */
export class RpcClient {
  readonly socket: WebSocket
  readonly messages: unknown[] = []
  #taken = 0
  #wake: (() => void) | undefined
  #nextId = 1
  readonly closed: Promise<{ code: number; reason: string }>

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      this.messages.push(JSON.parse(data.toString()))
      this.#wake?.()
    })
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    })
  }

  static async connect(url: string): Promise<RpcClient> {
    const socket = new WebSocket(url)
    const client = new RpcClient(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    return client
  }

  /** A second connection to the same server. */
  connectAgain(): Promise<RpcClient> {
    return RpcClient.connect(this.socket.url)
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** The next message that no one took. */
  async next(): Promise<unknown> {
    while (this.messages.length <= this.#taken)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    const message = this.messages[this.#taken]
    this.#taken += 1
    return message
  }

  async #nextObject(): Promise<Json> {
    const message = await this.next()
    if (typeof message !== 'object' || message === null) throw new Error(`no object: ${message}`)
    return { ...message }
  }

  /** Calls and gives the whole response; nothing else may come first. */
  async call(method: string, ...params: readonly unknown[]): Promise<Json> {
    const id = this.#nextId
    this.#nextId += 1
    this.send({ jsonrpc: '2.0', id, method, params })
    const response = await this.#nextObject()
    if (response.id !== id) throw new Error(`expected the response to ${method}, got ${JSON.stringify(response)}`)
    return response
  }

  /** The result of a call that succeeds. */
  async ok(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const response = await this.call(method, ...params)
    if (response.error !== undefined) throw new Error(`${method} failed: ${JSON.stringify(response.error)}`)
    return response.result
  }

  /** The error of a call that fails. */
  async fail(method: string, ...params: readonly unknown[]): Promise<Json> {
    const response = await this.call(method, ...params)
    if (typeof response.error !== 'object' || response.error === null)
      throw new Error(`${method} succeeded: ${JSON.stringify(response.result)}`)
    return { ...response.error }
  }

  /** The next message, which must be a notification. */
  async notification(): Promise<Notification> {
    const message = await this.#nextObject()
    const { params } = message
    if (typeof message.method !== 'string' || typeof params !== 'object' || params === null)
      throw new Error(`no notification: ${JSON.stringify(message)}`)
    const { subscription, result, error }: Json = { ...params }
    return { method: message.method, subscription: String(subscription), result, error }
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.closed
  }
}
