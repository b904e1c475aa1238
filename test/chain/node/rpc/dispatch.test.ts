import { describe, expect, test, vi } from 'vitest'
import { defineMethod, noParams } from '../../../../chain/node/rpc/define-method.ts'
import { silentLogger } from '../../../../shared/log.ts'
import { apiWith, useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()

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
