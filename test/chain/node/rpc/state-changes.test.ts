import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toHex } from '../../../../shared/bytes.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { RpcFixture } from '../../../support/rpc-server.ts'

const UNKNOWN = `0x${'ee'.repeat(32)}`

describe('many storage keys', () => {
  let rpc: RpcFixture
  let client: RpcClient
  let genesis: string
  beforeEach(async () => {
    rpc = await RpcFixture.start({ node: new FakeNodeApi({ '0xaa': '0x01', '0xbb': '0x02' }) })
    client = await rpc.connect()
    genesis = toHex(rpc.node.genesisHash)
  })
  afterEach(() => rpc.close())

  test('one change set names every key in the order and spelling asked for', async () => {
    const keys = ['0xBB', '0xcc', 'aa', '0xAa']
    expect(await client.ok('state_queryStorageAt', keys)).toEqual([
      {
        block: genesis,
        changes: [
          ['0xBB', '0x02'],
          ['0xcc', null],
          ['aa', '0x01'],
          ['0xAa', '0x01'],
        ],
      },
    ])
    rpc.node.addBlock({ '0xaa': '0x09' })
    expect(await client.ok('state_queryStorageAt', ['0xaa'], genesis)).toEqual([
      { block: genesis, changes: [['0xaa', '0x01']] },
    ])
    expect(await client.ok('state_queryStorageAt', [])).toMatchObject([{ changes: [] }])
    expect(await client.fail('state_queryStorageAt', ['0xaa'], UNKNOWN)).toMatchObject({ code: 4003 })
    for (const bad of [undefined, '0xaa', [1], ['0xa'], {}])
      expect(await client.fail('state_queryStorageAt', bad)).toMatchObject({ code: -32602 })
  })

  test('a range of blocks gives the first values, then only changes', async () => {
    const first = toHex(rpc.node.addBlock({ '0xcc': '0x03' }).hash)
    rpc.node.addBlock({ '0xdd': '0x04' })
    const third = toHex(rpc.node.addBlock({ '0xaa': null, '0xbb': '0x07' }).hash)
    expect(await client.ok('state_queryStorage', ['0xaa', '0xcc'], first)).toEqual([
      {
        block: first,
        changes: [
          ['0xaa', '0x01'],
          ['0xcc', '0x03'],
        ],
      },
      { block: third, changes: [['0xaa', null]] },
    ])
    expect(await client.ok('state_queryStorage', ['0xbb'], genesis, first)).toEqual([
      { block: genesis, changes: [['0xbb', '0x02']] },
    ])
    expect(await client.ok('state_queryStorage', ['0xbb'], first, first)).toHaveLength(1)
  })

  test('a long range is walked to its end, and one too long is refused', async () => {
    for (let number = 1; number <= 250; number += 1) rpc.node.addBlock(number % 100 === 0 ? { '0xaa': '0x05' } : {})
    const sets = await client.ok('state_queryStorage', ['0xaa'], genesis)
    expect(Object(sets).map(({ block }: { block: string }) => block)).toEqual(
      [0, 100, 200].map((number) => toHex(rpc.node.hashAt(number)!)),
    )
    for (let number = 251; number <= 10_000; number += 1) rpc.node.addBlock()
    expect(await client.fail('state_queryStorage', ['0xaa'], genesis)).toMatchObject({
      code: 4001,
      message: expect.stringContaining('10001 blocks; at most 10000'),
    })
  })

  test('a range that does not exist is refused with 4001', async () => {
    const first = toHex(rpc.node.addBlock().hash)
    for (const [from, to] of [
      [UNKNOWN, first],
      [genesis, UNKNOWN],
      [first, genesis],
    ])
      expect(await client.fail('state_queryStorage', ['0xaa'], from, to)).toMatchObject({
        code: 4001,
        message: expect.stringContaining('Cannot resolve a block range'),
      })
    expect(await client.fail('state_queryStorage', ['0xaa'])).toMatchObject({ code: -32602 })
  })

  test('a storage subscription answers at once, then with what changed, one set a block', async () => {
    const id = await client.ok('state_subscribeStorage', ['0xAA', '0xcc'])
    expect(await client.notification()).toEqual({
      method: 'state_storage',
      subscription: id,
      result: {
        block: genesis,
        changes: [
          ['0xAA', '0x01'],
          ['0xcc', null],
        ],
      },
      error: undefined,
    })
    rpc.node.addBlock({ '0xbb': '0x05' })
    const second = toHex(rpc.node.addBlock({ '0xaa': '0x06', '0xbb': '0x06' }).hash)
    const third = toHex(rpc.node.addBlock({ '0xaa': null, '0xcc': '0x07' }).hash)
    expect((await client.notification()).result).toEqual({ block: second, changes: [['0xAA', '0x06']] })
    expect((await client.notification()).result).toEqual({
      block: third,
      changes: [
        ['0xAA', null],
        ['0xcc', '0x07'],
      ],
    })
    expect(await client.ok('state_unsubscribeStorage', id)).toBe(true)
    rpc.node.addBlock({ '0xaa': '0x08' })
    expect(await client.ok('state_getStorage', '0xaa')).toBe('0x08')
  })

  test('without keys a storage subscription sends every change', async () => {
    await client.ok('state_subscribeStorage')
    expect((await client.notification()).result).toEqual({ block: genesis, changes: [] })
    const { hash } = rpc.node.addBlock({ '0xbb': null, '0x01': '0x02' })
    expect((await client.notification()).result).toEqual({
      block: toHex(hash),
      changes: [
        ['0x01', '0x02'],
        ['0xbb', null],
      ],
    })
  })

  test('malformed keys open no subscription', async () => {
    expect(await client.fail('state_subscribeStorage', ['0xz'])).toMatchObject({ code: -32602 })
    expect(await client.fail('state_subscribeStorage', '0xaa')).toMatchObject({ code: -32602 })
  })
})
