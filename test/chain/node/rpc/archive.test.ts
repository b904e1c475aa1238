import { beforeEach, describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()
const UNKNOWN = `0x${'ee'.repeat(32)}`

describe('archive_v1 and chainSpec_v1', () => {
  let node: FakeNodeApi
  let client: RpcClient
  let genesis: string
  beforeEach(async () => {
    node = new FakeNodeApi({ '0xaa': '0x01', '0xaabb': '0x02', '0xbb': '0x03' })
    client = await (await start({ node })).connect()
    genesis = toHex(node.genesisHash)
  })

  test('the chain is named', async () => {
    expect(await client.ok('chainSpec_v1_chainName')).toBe('Bittensor')
    expect(await client.ok('chainSpec_v1_genesisHash')).toBe(genesis)
    expect(await client.ok('chainSpec_v1_properties')).toEqual({ ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' })
  })

  test('blocks are found by height and read by hash', async () => {
    const hash = toHex(node.addBlock({}, { body: [fromHex('0x0804')], finalize: false }).hash)
    expect(await client.ok('archive_v1_genesisHash')).toBe(genesis)
    expect(await client.ok('archive_v1_finalizedHeight')).toBe(0)
    expect(await client.ok('archive_v1_hashByHeight', 1)).toEqual([hash])
    expect(await client.ok('archive_v1_hashByHeight', 2)).toEqual([])
    expect(await client.ok('archive_v1_header', hash)).toBe(toHex(node.header(node.head().hash)!))
    expect(await client.ok('archive_v1_body', hash)).toEqual(['0x0804'])
    for (const method of ['archive_v1_header', 'archive_v1_body']) expect(await client.ok(method, UNKNOWN)).toBeNull()
  })

  test('calls say whether they succeeded', async () => {
    node.runtime.set('Echo_it', (input) => input)
    expect(await client.ok('archive_v1_call', genesis, 'Echo_it', '0x01')).toEqual({ success: true, value: '0x01' })
    expect(await client.ok('archive_v1_call', genesis, 'Nope', '0x01')).toEqual({
      success: false,
      error: 'Client error: Execution failed: Other: Exported method Nope is not found',
    })
    expect(await client.ok('archive_v1_call', UNKNOWN, 'Echo_it', '0x01')).toBeNull()
  })

  test('storage comes item by item, then the end', async () => {
    node.addBlock({ '0xaa': null })
    const id = await client.ok(
      'archive_v1_storage',
      genesis,
      [
        { key: '0xaa', type: 'descendantsValues' },
        { key: '0xbb', type: 'hash' },
        { key: '0xcc', type: 'value' },
      ],
      null,
    )
    const seen = []
    for (let i = 0; i < 4; i += 1) {
      const { method, subscription, result } = await client.notification()
      expect([method, subscription]).toEqual(['archive_v1_storageEvent', id])
      seen.push(result)
    }
    expect(seen).toEqual([
      { event: 'storage', key: '0xaa', value: '0x01' },
      { event: 'storage', key: '0xaabb', value: '0x02' },
      { event: 'storage', key: '0xbb', hash: toHex(blake2b256(Uint8Array.of(3))) },
      { event: 'storageDone' },
    ])
  })

  test('storage of an unknown block is an error event', async () => {
    await client.ok('archive_v1_storage', UNKNOWN, [{ key: '0xaa', type: 'value' }])
    expect((await client.notification()).result).toMatchObject({
      event: 'storageError',
      error: expect.stringContaining('UnknownBlock'),
    })
  })

  test.each([
    ['archive_v1_hashByHeight', []],
    ['archive_v1_hashByHeight', [-1]],
    ['archive_v1_header', ['0x00']],
    ['archive_v1_body', [1]],
    ['archive_v1_call', [`0x${'00'.repeat(32)}`, 'f', 'zz']],
    ['archive_v1_storage', [`0x${'00'.repeat(32)}`, {}]],
    ['archive_v1_storage', [`0x${'00'.repeat(32)}`, [{ key: 'zz', type: 'value' }]]],
    ['archive_v1_storage', [`0x${'00'.repeat(32)}`, [{ key: '0x', type: 'value', paginationStartKey: 5 }]]],
  ])('%s refuses %j', async (method, params) => {
    expect(await client.fail(method, ...params)).toMatchObject({ code: -32602 })
  })
})
