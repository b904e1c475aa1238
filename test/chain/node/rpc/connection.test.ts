import { describe, expect, test, vi } from 'vitest'
import { defineMethod, defineSubscription, noParams } from '../../../../chain/node/rpc/define-method.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { silentLogger } from '../../../../shared/log.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'
import { RpcClient } from '../../../support/rpc-client.ts'
import { apiWith, useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()

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
    await expect.poll(() => warn.mock.calls.length).toBeGreaterThan(0)
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
