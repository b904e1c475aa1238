import { randomBytes } from 'node:crypto'
import { afterEach } from 'vitest'
import type { RpcEntry } from '../../chain/node/rpc/define-method.ts'
import type { RpcLimits } from '../../chain/node/rpc/limits.ts'
import { createRpcApi, type RpcApi } from '../../chain/node/rpc/methods.ts'
import { type RpcServer, startRpcServer } from '../../chain/node/rpc/server.ts'
import { type Clock, systemClock } from '../../shared/clock.ts'
import { type Logger, silentLogger } from '../../shared/log.ts'
import { FakeNodeApi } from './fake-node-api.ts'
import { RpcClient } from './rpc-client.ts'

/** The identity that test servers give. */
export const identity = {
  chain: 'Bittensor',
  chainType: 'Local',
  name: 'Meritnet Node',
  version: '1.2.3',
  properties: { ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' },
} as const

/** A server on a free port with a fake node behind it, and its clients. */
export class RpcFixture {
  readonly node: FakeNodeApi
  readonly server: RpcServer
  readonly #clients: RpcClient[] = []

  constructor(node: FakeNodeApi, server: RpcServer) {
    this.node = node
    this.server = server
  }

  static async start(
    options: { node?: FakeNodeApi; limits?: Partial<RpcLimits>; clock?: Clock; log?: Logger; api?: RpcApi } = {},
  ): Promise<RpcFixture> {
    const { node = new FakeNodeApi(), limits = {}, clock = systemClock, log = silentLogger } = options
    const api = options.api ?? createRpcApi(identity)
    return new RpcFixture(node, await startRpcServer({ node, api, port: 0, limits, randomBytes, clock, log }))
  }

  async connect(): Promise<RpcClient> {
    const client = await RpcClient.connect(this.server.url)
    this.#clients.push(client)
    return client
  }

  /** POSTs a body and gives status, headers and text. */
  async post(body: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; text: string }> {
    const url = this.server.url.replace('ws:', 'http:')
    const response = await fetch(url, { method: 'POST', body, ...init })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()))
    await this.server.close()
    this.node.close()
  }
}

/** A `start` for tests whose servers are closed after each test. */
export function useRpc(): typeof RpcFixture.start {
  const open: RpcFixture[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((rpc) => rpc.close()))
  })
  return async (options) => {
    const rpc = await RpcFixture.start(options)
    open.push(rpc)
    return rpc
  }
}

/** The usual methods and some more. */
export function apiWith(...extra: readonly RpcEntry[]): RpcApi {
  const api = createRpcApi(identity)
  return { ...api, entries: [...api.entries, ...extra] }
}
