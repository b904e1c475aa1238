import { beforeEach, describe, expect, test } from 'vitest'
import { toHex } from '../../../../shared/bytes.ts'
import type { FakeNodeApi } from '../../../support/fake-node-api.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()

describe('dev methods', () => {
  let node: FakeNodeApi
  let client: RpcClient
  beforeEach(async () => {
    const rpc = await start()
    node = rpc.node
    client = await rpc.connect()
  })

  test('blocks are made one by one, by count and up to a number', async () => {
    expect(await client.ok('dev_newBlock')).toBe(toHex(node.head().hash))
    expect(node.head().number).toBe(1)
    expect(await client.ok('dev_newBlock', { count: 3 })).toBe(toHex(node.head().hash))
    expect(node.head().number).toBe(4)
    expect(await client.ok('dev_newBlock', { to: 9 })).toBe(toHex(node.head().hash))
    expect([node.head().number, node.finalized().number]).toEqual([9, 9])
  })

  test('transactions are submitted before', async () => {
    await client.ok('dev_newBlock', { transactions: ['0x0804', '0x0805'] })
    expect(node.submitted.map((one) => toHex(one))).toEqual(['0x0804', '0x0805'])
    expect(node.head().number).toBe(1)
  })

  test('others are served while many blocks are made', async () => {
    const other = await client.connectAgain()
    const made = client.ok('dev_newBlock', { count: 2000 })
    await other.ok('system_chain')
    expect(node.head().number).toBeLessThan(2000)
    await made
    expect(node.head().number).toBe(2000)
    await other.close()
  })

  test.each([
    [7],
    ['1'],
    [[]],
    [{ count: -1 }],
    [{ count: 0 }],
    [{ to: 0 }],
    [{ count: 1e9 }],
    [{ transactions: ['zz'] }],
    [{ blocks: 2 }],
  ])('%j is refused', async (options) => {
    expect(await client.fail('dev_newBlock', options)).toMatchObject({ code: -32602 })
    expect(node.head().number).toBe(0)
  })
})
