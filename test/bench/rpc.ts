/** A bare JSON-RPC client over WebSocket, to measure the node without a chain library in between. */
export interface RpcClient {
  call(method: string, params?: readonly unknown[]): Promise<unknown>
  close(): void
}

/** Connects; rejects when nobody listens. */
export async function connectRpc(url: string): Promise<RpcClient> {
  const socket = new WebSocket(url)
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error(`nobody listens at ${url}`)), { once: true })
  })
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data))
    const caller = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) caller?.resolve(result)
    else caller?.reject(new Error(`${error.code} ${error.message} ${error.data ?? ''}`))
  })
  let lastId = 0
  return {
    call: (method, params = []) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
      }),
    close: () => socket.close(),
  }
}
