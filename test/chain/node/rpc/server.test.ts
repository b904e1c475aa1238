import { describe, expect, test } from 'vitest'
import { createRpcApi } from '../../../../chain/node/rpc/methods.ts'
import { startRpcServer } from '../../../../chain/node/rpc/server.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { isAppError } from '../../../../shared/errors.ts'
import { silentLogger } from '../../../../shared/log.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'
import { serveTcp } from '../../../support/loopback.ts'
import { identity, RpcFixture, useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()

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
    const { port } = await serveTcp(() => {})
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
  })

  test('a host that is not of this machine is refused with its name', async () => {
    const failure = await startRpcServer({
      node: new FakeNodeApi(),
      api: createRpcApi(identity),
      host: '192.0.2.1',
      port: 0,
      randomBytes: (length) => new Uint8Array(length),
      clock: systemClock,
      log: silentLogger,
    }).catch((error: unknown) => error)
    expect(isAppError(failure, 'cannot-listen')).toBe(true)
    expect(String(failure)).toContain('192.0.2.1')
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
