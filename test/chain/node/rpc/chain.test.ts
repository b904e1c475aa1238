import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { RpcFixture } from '../../../support/rpc-server.ts'

const UNKNOWN = `0x${'ee'.repeat(32)}`

describe('chain methods', () => {
  let rpc: RpcFixture
  let client: RpcClient
  beforeEach(async () => {
    rpc = await RpcFixture.start()
    client = await rpc.connect()
  })
  afterEach(() => rpc.close())

  test('a block hash is found by number, hex number and list, and is null above the head', async () => {
    const genesis = toHex(rpc.node.genesisHash)
    const first = toHex(rpc.node.addBlock().hash)
    expect(await client.ok('chain_getBlockHash')).toBe(first)
    expect(await client.ok('chain_getBlockHash', null)).toBe(first)
    expect(await client.ok('chain_getHead')).toBe(first)
    expect(await client.ok('chain_getBlockHash', 0)).toBe(genesis)
    expect(await client.ok('chain_getBlockHash', '0x1')).toBe(first)
    expect(await client.ok('chain_getBlockHash', 2)).toBeNull()
    expect(await client.ok('chain_getBlockHash', `0x${'f'.repeat(64)}`)).toBeNull()
    expect(await client.ok('chain_getBlockHash', [0, '0x01', 9])).toEqual([genesis, first, null])
  })

  test.each([[-1], [1.5], ['1'], ['0x'], ['0xzz'], [true], [{}], [[0, 'x']], [2 ** 60]])(
    'the block number %j is refused',
    async (number) => {
      const error = await client.fail('chain_getBlockHash', number)
      expect(error.code).toBe(-32602)
      expect(error.message).toMatch(/parameter 1 \(hash\): found .*; expected a block number/)
    },
  )

  test('the final head stays behind blocks that are not final', async () => {
    const genesis = toHex(rpc.node.genesisHash)
    const { hash } = rpc.node.addBlock({}, { finalize: false })
    expect(await client.ok('chain_getFinalizedHead')).toBe(genesis)
    rpc.node.finalize(hash)
    expect(await client.ok('chain_getFinalisedHead')).toBe(toHex(hash))
  })

  test('a header has hex number without leading zeros and its digest items', async () => {
    for (let i = 0; i < 15; i += 1) rpc.node.addBlock()
    const parent = toHex(rpc.node.head().hash)
    const preRuntime = '0x0661757261200102030405060708'
    const { hash } = rpc.node.addBlock({}, { digest: [fromHex(preRuntime)] })
    expect(await client.ok('chain_getHeader')).toEqual({
      parentHash: parent,
      number: '0x10',
      stateRoot: `0x${'10'.repeat(32)}`,
      extrinsicsRoot: `0x${'07'.repeat(32)}`,
      digest: { logs: [preRuntime] },
    })
    expect(await client.ok('chain_getHeader', toHex(hash))).toEqual(await client.ok('chain_getHeader'))
    expect(await client.ok('chain_getHeader', toHex(rpc.node.genesisHash))).toMatchObject({ number: '0x0' })
    expect(await client.ok('chain_getHeader', UNKNOWN)).toBeNull()
    expect(toHex(blake2b256(rpc.node.header(hash)!))).toBe(toHex(hash))
  })

  test('a block shows its extrinsics in order', async () => {
    const { hash } = rpc.node.addBlock({}, { body: [fromHex('0x0804aa'), fromHex('0x0804bb')] })
    const header = await client.ok('chain_getHeader', toHex(hash))
    expect(await client.ok('chain_getBlock', toHex(hash))).toEqual({
      block: { header, extrinsics: ['0x0804aa', '0x0804bb'] },
      justifications: null,
    })
    expect(await client.ok('chain_getBlock')).toEqual(await client.ok('chain_getBlock', toHex(hash)))
    expect(await client.ok('chain_getBlock', UNKNOWN)).toBeNull()
  })

  test.each(['chain_getHeader', 'chain_getBlock'])('%s refuses what is no hash', async (method) => {
    for (const bad of ['0x12', 'xyz', 7, {}, `0x${'0'.repeat(63)}`])
      expect(await client.fail(method, bad)).toMatchObject({ code: -32602 })
  })

  test.each([
    ['chain_subscribeNewHeads', 'chain_unsubscribeNewHeads', 'chain_newHead'],
    ['chain_subscribeNewHead', 'chain_unsubscribeNewHead', 'chain_newHead'],
    ['subscribe_newHead', 'unsubscribe_newHead', 'chain_newHead'],
    ['chain_subscribeAllHeads', 'chain_unsubscribeAllHeads', 'chain_allHead'],
    ['chain_subscribeFinalizedHeads', 'chain_unsubscribeFinalizedHeads', 'chain_finalizedHead'],
    ['chain_subscribeFinalisedHeads', 'chain_unsubscribeFinalisedHeads', 'chain_finalizedHead'],
  ])('%s sends the present header and every next one until %s', async (subscribe, unsubscribe, method) => {
    rpc.node.addBlock()
    const id = await client.ok(subscribe)
    expect(id).toMatch(/^[A-Za-z0-9]{16}$/)
    expect(await client.notification()).toMatchObject({ method, subscription: id, result: { number: '0x1' } })
    rpc.node.addBlock()
    rpc.node.addBlock()
    expect(await client.notification()).toMatchObject({ result: { number: '0x2' } })
    expect(await client.notification()).toMatchObject({ result: { number: '0x3' } })
    expect(await client.ok(unsubscribe, id)).toBe(true)
    rpc.node.addBlock()
    expect(await client.ok(unsubscribe, id)).toBe(false)
  })

  test('final heads come only when final, each in order', async () => {
    await client.ok('chain_subscribeFinalizedHeads')
    expect(await client.notification()).toMatchObject({ result: { number: '0x0' } })
    rpc.node.addBlock({}, { finalize: false })
    const { hash } = rpc.node.addBlock({}, { finalize: false })
    await client.ok('system_chain')
    rpc.node.finalize(hash)
    expect(await client.notification()).toMatchObject({ result: { number: '0x1' } })
    expect(await client.notification()).toMatchObject({ result: { number: '0x2' } })
  })
})
