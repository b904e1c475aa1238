import { createServer } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineMethod, defineSubscription, noParams, type RpcEntry } from '../../../../chain/node/rpc/define-method.ts'
import { createRpcApi } from '../../../../chain/node/rpc/methods.ts'
import { startRpcServer } from '../../../../chain/node/rpc/server.ts'
import { newSubscriptionId } from '../../../../chain/node/rpc/subscription-id.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { isAppError } from '../../../../shared/errors.ts'
import { silentLogger } from '../../../../shared/log.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'
import { RpcClient } from '../../../support/rpc-client.ts'
import { identity, RpcFixture } from '../../../support/rpc-server.ts'

const open: RpcFixture[] = []
async function start(options: Parameters<typeof RpcFixture.start>[0] = {}): Promise<RpcFixture> {
  const rpc = await RpcFixture.start(options)
  open.push(rpc)
  return rpc
}
/** The usual methods and some more. */
const apiWith = (...extra: readonly RpcEntry[]) => {
  const api = createRpcApi(identity)
  return { ...api, entries: [...api.entries, ...extra] }
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((rpc) => rpc.close()))
})

describe('messages', () => {
  test('ids come back with their JSON type', async () => {
    const client = await (await start()).connect()
    for (const id of [1, '1', 'abc', null, 0]) {
      client.send({ jsonrpc: '2.0', id, method: 'system_chain' })
      expect(await client.next()).toEqual({ jsonrpc: '2.0', id, result: 'Bittensor' })
    }
  })

  test('an unknown method is -32601 and leaves the connection open', async () => {
    const client = await (await start()).connect()
    for (const method of ['nope', '', 'toString', '__proto__'])
      expect(await client.fail(method)).toMatchObject({ code: -32601, message: 'Method not found' })
    expect(await client.ok('system_chain')).toBe('Bittensor')
  })

  test('malformed messages are answered, and the connection stays open', async () => {
    const client = await (await start()).connect()
    client.send('{"jsonrpc"')
    expect(await client.next()).toMatchObject({ id: null, error: { code: -32700 } })
    client.send(7)
    expect(await client.next()).toMatchObject({ id: null, error: { code: -32600 } })
    client.send([])
    expect(await client.next()).toMatchObject({ id: null, error: { code: -32600 } })
    expect(await client.ok('system_chain')).toBe('Bittensor')
  })

  test('a batch is answered with a list in order, without its notifications', async () => {
    const client = await (await start()).connect()
    client.send([
      { jsonrpc: '2.0', id: 'a', method: 'system_chain' },
      { jsonrpc: '2.0', method: 'system_chain' },
      3,
      { jsonrpc: '2.0', id: 2, method: 'nope' },
    ])
    expect(await client.next()).toMatchObject([
      { id: 'a', result: 'Bittensor' },
      { id: null, error: { code: -32600 } },
      { id: 2, error: { code: -32601 } },
    ])
    client.send([{ jsonrpc: '2.0', method: 'system_chain' }])
    client.send({ jsonrpc: '2.0', method: 'system_chain' })
    expect(await client.ok('system_name')).toBe('Meritnet Node')
  })

  test('a subscription in a batch notifies after the batch is answered', async () => {
    const client = await (await start()).connect()
    client.send([
      { jsonrpc: '2.0', id: 1, method: 'chain_subscribeNewHeads' },
      { jsonrpc: '2.0', id: 2, method: 'system_chain' },
    ])
    const answers = await client.next()
    expect(answers).toMatchObject([{ id: 1 }, { id: 2 }])
    expect((await client.notification()).method).toBe('chain_newHead')
  })

  test('a fault of the node is -32603, is logged, and ends nothing', async () => {
    const error = vi.fn()
    const fault = defineMethod({
      name: 'test_fault',
      docs: 'Breaks.',
      params: noParams,
      handle: () => {
        throw new TypeError('broken')
      },
    })
    const rpc = await start({ api: apiWith(fault), log: { ...silentLogger, error } })
    const client = await rpc.connect()
    expect(await client.fail('test_fault')).toEqual({ code: -32603, message: 'Internal error', data: 'broken' })
    expect(error).toHaveBeenCalledOnce()
    expect(await client.fail('state_call', 'x', 'zz')).toMatchObject({ code: -32602 })
    expect(error).toHaveBeenCalledOnce()
  })

  test('binary frames are read as text', async () => {
    const client = await (await start()).connect()
    client.socket.send(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"system_chain"}'), { binary: true })
    expect(await client.next()).toMatchObject({ result: 'Bittensor' })
  })
})

describe('subscriptions', () => {
  const failing = defineSubscription({
    name: 'test_subscribe',
    unsubscribe: 'test_unsubscribe',
    notification: 'test_event',
    docs: 'Sends one event, then fails.',
    params: noParams,
    open: async function* () {
      yield 1
      throw new TypeError('stream broke')
    },
  })

  test('an error inside a stream comes as params.error and ends it', async () => {
    const client = await (await start({ api: apiWith(failing) })).connect()
    const id = await client.ok('test_subscribe')
    expect(await client.notification()).toMatchObject({ subscription: id, result: 1 })
    expect(await client.notification()).toMatchObject({
      subscription: id,
      error: { code: -32603, data: 'stream broke' },
    })
    expect(await client.ok('test_unsubscribe', id)).toBe(false)
  })

  test('an id is stopped only by its own kind and on its own connection', async () => {
    const rpc = await start()
    const [one, two] = [await rpc.connect(), await rpc.connect()]
    const id = await one.ok('chain_subscribeNewHeads')
    await one.notification()
    expect(await one.ok('state_unsubscribeStorage', id)).toBe(false)
    expect(await two.ok('chain_unsubscribeNewHeads', id)).toBe(false)
    expect(await one.ok('chain_unsubscribeNewHeads', id)).toBe(true)
  })

  test('subscriptions of one connection are limited, and ended ones make room', async () => {
    const client = await (await start({ limits: { maxSubscriptionsPerConnection: 2 } })).connect()
    const first = await client.ok('chain_subscribeAllHeads')
    await client.notification()
    await client.ok('chain_subscribeAllHeads')
    await client.notification()
    expect(await client.fail('chain_subscribeAllHeads')).toMatchObject({ code: -32006 })
    await client.ok('chain_unsubscribeAllHeads', first)
    await client.ok('chain_subscribeAllHeads')
    await client.notification()
  })

  test('they end when the client leaves', async () => {
    const ended = Promise.withResolvers<void>()
    const waiting = defineSubscription({
      name: 'test_subscribe',
      unsubscribe: 'test_unsubscribe',
      notification: 'test_event',
      docs: 'Waits.',
      params: noParams,
      open: async function* (_node, { signal }) {
        yield 1
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        ended.resolve()
      },
    })
    const client = await (await start({ api: apiWith(waiting) })).connect()
    await client.ok('test_subscribe')
    await client.notification()
    client.socket.terminate()
    await ended.promise
  })

  test('ids are 16 alphanumerics from the random bytes given', () => {
    let next = 0
    const counting = (length: number) => Uint8Array.from({ length }, () => next++ % 256)
    expect(newSubscriptionId(counting)).toBe('ABCDEFGHIJKLMNOP')
    next = 246
    expect(newSubscriptionId(counting)).toBe('89ABCDEFGHIJKLMN')
  })
})

describe('limits', () => {
  test('a message over the limit closes the socket with 1009', async () => {
    const client = await (await start({ limits: { maxRequestBytes: 1000 } })).connect()
    client.send('x'.repeat(1001))
    expect((await client.closed).code).toBe(1009)
  })

  test('a connection over the limit is refused, and a closed one makes room', async () => {
    const rpc = await start({ limits: { maxConnections: 1 } })
    const first = await rpc.connect()
    await expect(rpc.connect()).rejects.toThrow('503')
    await first.close()
    await expect.poll(() => rpc.connect().then((client) => client.ok('system_chain'))).toBe('Bittensor')
  })

  test('a response over the limit is an error instead', async () => {
    const rpc = await start({
      limits: { maxResponseBytes: 500 },
      node: new FakeNodeApi({ '0xaa': `0x${'00'.repeat(400)}` }),
    })
    const client = await rpc.connect()
    expect(await client.fail('state_getStorage', '0xaa')).toMatchObject({ code: -32008 })
    client.send(Array.from({ length: 12 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'system_chain' })))
    const answers = JSON.stringify(await client.next())
    expect(answers).toContain('Bittensor')
    expect(answers).toContain('-32008')
  })

  test('a client that does not read is not answered further, and loses nothing once it reads', async () => {
    let calls = 0
    const big = defineMethod({
      name: 'test_big',
      docs: 'A megabyte.',
      params: noParams,
      handle: () => {
        calls += 1
        return 'x'.repeat(1_000_000)
      },
    })
    const rpc = await start({ api: apiWith(big), limits: { pauseAtBufferedBytes: 2_000_000 } })
    const [lazy, other] = [await rpc.connect(), await rpc.connect()]
    lazy.socket.pause()
    for (let id = 0; id < 200; id += 1) lazy.send({ jsonrpc: '2.0', id, method: 'test_big' })
    for (let i = 0; i < 20; i += 1) await other.ok('system_chain')
    // What the kernel takes plus the limit: far from all 200.
    expect(calls).toBeLessThan(100)
    lazy.socket.resume()
    for (let id = 0; id < 200; id += 1) expect(await lazy.next()).toMatchObject({ id })
    expect(calls).toBe(200)
  })

  test('a client whose streams pile up is cut off; others go on', async () => {
    const flood = defineSubscription({
      name: 'test_subscribe',
      unsubscribe: 'test_unsubscribe',
      notification: 'test_event',
      docs: 'Megabytes without end.',
      params: noParams,
      open: async function* () {
        while (true) yield 'x'.repeat(1_000_000)
      },
    })
    const warn = vi.fn()
    const rpc = await start({
      api: apiWith(flood),
      log: { ...silentLogger, warn },
      limits: { maxBufferedBytes: 3_000_000 },
    })
    const [lazy, other] = [await rpc.connect(), await rpc.connect()]
    lazy.socket.pause()
    for (let id = 0; id < 20; id += 1) lazy.send({ jsonrpc: '2.0', id, method: 'test_subscribe' })
    await expect.poll(() => warn.mock.calls.length, { timeout: 10_000 }).toBeGreaterThan(0)
    lazy.socket.resume()
    expect([1006, 1008]).toContain((await lazy.closed).code)
    expect(await other.ok('system_chain')).toBe('Bittensor')
  })

  test('a client that answers no ping is cut off at the next', async () => {
    let tick = () => {}
    const clock = {
      ...systemClock,
      sleep: (_: number, signal: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          tick = resolve
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    }
    const rpc = await start({ clock })
    const [alive, dead] = [await rpc.connect(), await RpcClient.connect(rpc.server.url)]
    const pinged = new Promise<void>((resolve) => alive.socket.once('ping', () => resolve()))
    dead.socket.pause()
    tick()
    await pinged
    await alive.ok('system_chain')
    tick()
    expect(await alive.ok('system_chain')).toBe('Bittensor')
    dead.socket.resume()
    expect([1006, 1008]).toContain((await dead.closed).code)
    expect(await alive.ok('system_chain')).toBe('Bittensor')
  })
})

describe('HTTP on the same port', () => {
  const request = (method: string, ...params: unknown[]) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })

  test('answers POST with CORS headers, single and batch', async () => {
    const rpc = await start()
    const single = await rpc.post(request('system_chain'))
    expect([single.status, single.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    expect(single.headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(single.text)).toEqual({ jsonrpc: '2.0', id: 1, result: 'Bittensor' })
    expect(JSON.parse((await rpc.post(`[${request('system_chain')},${request('nope')}]`)).text)).toMatchObject([
      { result: 'Bittensor' },
      { error: { code: -32601 } },
    ])
  })

  test('answers preflight, health and nothing else', async () => {
    const rpc = await start()
    const url = rpc.server.url.replace('ws:', 'http:')
    const preflight = await fetch(url, { method: 'OPTIONS' })
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, '*'])
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ peers: 0, isSyncing: false, shouldHavePeers: false })
    expect((await fetch(url)).status).toBe(405)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405)
  })

  test('errors have the same form as on a WebSocket', async () => {
    const rpc = await start()
    const client = await rpc.connect()
    for (const body of ['{', '7', '[]', request('nope'), request('state_getStorage', 'zz')]) {
      client.send(body)
      expect(JSON.parse((await rpc.post(body)).text)).toEqual(await client.next())
    }
  })

  test('has no subscriptions', async () => {
    const { text } = await (await start()).post(request('chain_subscribeNewHeads'))
    expect(JSON.parse(text)).toMatchObject({ error: { code: -32601, data: expect.stringContaining('WebSocket') } })
  })

  test('a notification gets an empty answer', async () => {
    const { status, text } = await (await start()).post('{"jsonrpc":"2.0","method":"system_chain"}')
    expect([status, text]).toEqual([204, ''])
  })

  test('a body over the limit is 413', async () => {
    const rpc = await start({ limits: { maxRequestBytes: 1000 } })
    const { status, text } = await rpc.post('x'.repeat(1001))
    expect(status).toBe(413)
    expect(JSON.parse(text)).toMatchObject({ error: { code: -32007 } })
    expect((await rpc.post(request('system_chain'))).status).toBe(200)
  })
})

describe('start and stop', () => {
  test('a port in use is named, with what to do', async () => {
    const blocker = createServer()
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => {
        const address = blocker.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const failure = await startRpcServer({
      node: new FakeNodeApi(),
      api: createRpcApi(identity),
      port,
      randomBytes: (length) => new Uint8Array(length),
      clock: systemClock,
      log: silentLogger,
    }).catch((error: unknown) => error)
    expect(isAppError(failure, 'port-in-use')).toBe(true)
    expect(String(failure)).toContain(`port ${port} on 127.0.0.1 is in use`)
    await new Promise((resolve) => blocker.close(resolve))
  })

  test('stopping says goodbye to clients, ends their streams and frees the port', async () => {
    const rpc = await RpcFixture.start()
    const client = await rpc.connect()
    await client.ok('chain_subscribeNewHeads')
    await client.notification()
    await rpc.server.close()
    expect(await client.closed).toEqual({ code: 1001, reason: 'the node stops' })
    const again = await startRpcServer({
      node: rpc.node,
      api: createRpcApi(identity),
      port: rpc.server.port,
      randomBytes: (length) => new Uint8Array(length),
      clock: systemClock,
      log: silentLogger,
    })
    expect(again.port).toBe(rpc.server.port)
    await again.close()
    await again.close()
  })

  test('clients that do not answer the goodbye do not hold up the stop', async () => {
    const rpc = await RpcFixture.start()
    const client = await rpc.connect()
    client.socket.pause()
    await rpc.server.close()
    client.socket.resume()
    expect((await client.closed).code).toBeGreaterThan(1000)
  })
})
