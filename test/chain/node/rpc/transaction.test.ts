import { beforeEach, describe, expect, test } from 'vitest'
import type { TxStatus } from '../../../../chain/node/api.ts'
import { toHex } from '../../../../shared/bytes.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { FakeNodeApi } from '../../../support/fake-node-api.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()
const refuse = () => {
  throw new AppError('invalid-transaction', 'refused', { code: 1010, text: 'Invalid Transaction', data: 'outdated' })
}

describe('transaction_v1 and transactionWatch_v1', () => {
  let node: FakeNodeApi
  let client: RpcClient
  beforeEach(async () => {
    const rpc = await start()
    node = rpc.node
    client = await rpc.connect()
  })
  const submissions = () => expect.poll(() => node.submitted.length)

  test('a broadcast submits at once and again after a block, until stopped', async () => {
    const id = await client.ok('transaction_v1_broadcast', '0x0804')
    expect(typeof id).toBe('string')
    await submissions().toBe(1)
    node.addBlock()
    await submissions().toBe(2)
    expect(await client.ok('transaction_v1_stop', id)).toBeNull()
    node.addBlock()
    await client.ok('system_chain')
    expect(node.submitted).toHaveLength(2)
    expect(await client.fail('transaction_v1_stop', id)).toMatchObject({ code: -32602 })
  })

  test('a broadcast that the pool refuses is tried again after the next block', async () => {
    node.verdict = refuse
    await client.ok('transaction_v1_broadcast', '0x0804')
    await client.ok('system_chain')
    expect(node.submitted).toHaveLength(0)
    node.verdict = () => {}
    node.addBlock()
    await submissions().toBe(1)
  })

  test('a broadcast ends when its extrinsic is in a final block, or its client leaves', async () => {
    node.statuses = [{ tag: 'finalized', block: node.head(), index: 1 }]
    await client.ok('transaction_v1_broadcast', '0x0804')
    await submissions().toBe(1)
    node.addBlock()
    await client.ok('system_chain')
    expect(node.submitted).toHaveLength(1)
    const other = await client.connectAgain()
    node.statuses = []
    await other.ok('transaction_v1_broadcast', '0x0805')
    await submissions().toBe(2)
    await other.close()
    await client.ok('system_chain')
    node.addBlock()
    await client.ok('system_chain')
    expect(node.submitted).toHaveLength(2)
  })

  test('broadcasts of a connection are limited', async () => {
    node.statuses = (async function* (): AsyncGenerator<TxStatus> {
      await new Promise(() => {})
    })()
    for (let i = 0; i < 64; i += 1) expect(await client.ok('transaction_v1_broadcast', '0x0804')).not.toBeNull()
    expect(await client.ok('transaction_v1_broadcast', '0x0804')).toBeNull()
  })

  test('watching reports what becomes of an extrinsic', async () => {
    const block = node.addBlock()
    node.statuses = [
      { tag: 'future' },
      { tag: 'ready' },
      { tag: 'inBlock', block, index: 1 },
      { tag: 'finalized', block, index: 1 },
    ]
    const id = await client.ok('transactionWatch_v1_submitAndWatch', '0x0804')
    const at = { hash: toHex(block.hash), index: 1 }
    for (const result of [
      { event: 'validated' },
      { event: 'bestChainBlockIncluded', block: at },
      { event: 'finalized', block: at },
    ])
      expect(await client.notification()).toEqual({
        method: 'transactionWatch_v1_watchEvent',
        subscription: id,
        result,
        error: undefined,
      })
  })

  test.each([
    [{ tag: 'usurped', by: new Uint8Array(32) }, 'invalid'],
    [{ tag: 'dropped' }, 'dropped'],
    [{ tag: 'invalid' }, 'invalid'],
  ] as const)('watching reports %j as %s', async (status, event) => {
    node.statuses = [status]
    await client.ok('transactionWatch_v1_submitAndWatch', '0x0804')
    expect((await client.notification()).result).toMatchObject({ event, error: expect.any(String) })
  })

  test('a refusal is an event, not an error of the call', async () => {
    node.verdict = refuse
    await client.ok('transactionWatch_v1_submitAndWatch', '0x0804')
    expect((await client.notification()).result).toEqual({ event: 'invalid', error: 'Invalid Transaction: outdated' })
  })

  test.each([
    ['transaction_v1_broadcast', []],
    ['transaction_v1_broadcast', ['0x0']],
    ['transaction_v1_stop', [7]],
    ['transaction_v1_stop', ['nonsense']],
    ['transactionWatch_v1_submitAndWatch', [{}]],
  ])('%s refuses %j', async (method, params) => {
    expect(await client.fail(method, ...params)).toMatchObject({ code: -32602 })
  })
})
