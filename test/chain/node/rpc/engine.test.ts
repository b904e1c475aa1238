import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toHex } from '../../../../shared/bytes.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { RpcFixture } from '../../../support/rpc-server.ts'

describe('engine methods', () => {
  let rpc: RpcFixture
  let client: RpcClient
  beforeEach(async () => {
    rpc = await RpcFixture.start()
    client = await rpc.connect()
  })
  afterEach(() => rpc.close())

  test('a block is sealed on demand and is final when asked', async () => {
    const created = await client.ok('engine_createBlock', true, true)
    expect(created).toEqual({
      hash: toHex(rpc.node.head().hash),
      aux: {
        header_only: false,
        clear_justification_requests: false,
        needs_justification: false,
        bad_justification: false,
        is_new_best: true,
      },
      proof_size: 0,
    })
    expect(rpc.node.finalized().number).toBe(1)
    await client.ok('engine_createBlock', true, false, toHex(rpc.node.head().hash))
    expect([rpc.node.head().number, rpc.node.finalized().number]).toEqual([2, 1])
    expect(await client.ok('engine_finalizeBlock', toHex(rpc.node.head().hash))).toBe(true)
    expect(rpc.node.finalized().number).toBe(2)
  })

  test('an empty block is refused unless it is asked for', async () => {
    expect(await client.fail('engine_createBlock', false, true)).toEqual({
      code: 12_000,
      message: 'Transaction pool is empty, set create_empty to true, if you want to create empty blocks',
    })
    expect(rpc.node.head().number).toBe(0)
  })

  test('only the best block can be built on', async () => {
    const genesis = toHex(rpc.node.genesisHash)
    rpc.node.addBlock()
    expect(await client.fail('engine_createBlock', true, true, genesis)).toMatchObject({ code: 13_000 })
    expect(await client.fail('engine_finalizeBlock', `0x${'ee'.repeat(32)}`)).toMatchObject({ code: 13_000 })
  })

  test.each([
    ['engine_createBlock', []],
    ['engine_createBlock', [true]],
    ['engine_createBlock', [1, 0]],
    ['engine_createBlock', ['true', 'true']],
    ['engine_createBlock', [true, true, 3]],
    ['engine_finalizeBlock', []],
    ['engine_finalizeBlock', ['0x00']],
    ['engine_finalizeBlock', [`0x${'00'.repeat(32)}`, 'zz']],
  ])('%s refuses %j', async (method, params) => {
    expect(await client.fail(method, ...params)).toMatchObject({ code: -32602 })
  })
})
