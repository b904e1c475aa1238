import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RuntimePanic } from '../../../../chain/interface.ts'
import { runtimeVersion } from '../../../../chain/node/runtime-version.ts'
import { fromHex, toHex } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { encode } from '../../../../shared/scale/type.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { RpcFixture } from '../../../support/rpc-server.ts'

const UNKNOWN = `0x${'ee'.repeat(32)}`
const version = (specVersion: number) =>
  encode(runtimeVersion, {
    specName: 'node-subtensor',
    implName: 'meritnet',
    authoringVersion: 1,
    specVersion,
    implVersion: 2,
    apis: [[fromHex('0x37e397fc7c91f5e4'), 2]],
    transactionVersion: 1,
    systemVersion: 1,
  })

describe('state methods', () => {
  let rpc: RpcFixture
  let client: RpcClient
  let genesis: string
  beforeEach(async () => {
    rpc = await RpcFixture.start({
      node: new FakeNodeApi({ '0xaa01': '0x01', '0xaa02': '0x0202', '0xab': '0x', '0xaa': '0x0a' }),
    })
    client = await rpc.connect()
    genesis = toHex(rpc.node.genesisHash)
  })
  afterEach(() => rpc.close())

  test.each(['state_call', 'state_callAt'])('%s takes data with 0x, without it, and empty', async (method) => {
    rpc.node.runtime.set('Echo_it', (input) => Uint8Array.of(9, ...input))
    expect(await client.ok(method, 'Echo_it', '0x0102')).toBe('0x090102')
    expect(await client.ok(method, 'Echo_it', 'ABcd', null)).toBe('0x09abcd')
    expect(await client.ok(method, 'Echo_it', '')).toBe('0x09')
    expect(await client.ok(method, 'Echo_it', '0x', genesis)).toBe('0x09')
  })

  test('a runtime API that does not exist, panics or is asked of an unknown block gives the text clients look for', async () => {
    rpc.node.runtime.set('Bad_one', () => {
      throw new RuntimePanic('out of cheese')
    })
    expect(await client.fail('state_call', 'Metadata_metadata_at_version', '0f000000')).toEqual({
      code: 4003,
      message: 'Client error: Execution failed: Other: Exported method Metadata_metadata_at_version is not found',
    })
    expect(await client.fail('state_call', 'Bad_one', '')).toEqual({
      code: 4003,
      message: 'Client error: Execution failed: Execution aborted due to panic: out of cheese',
    })
    const unknown = await client.fail('state_call', 'Bad_one', '', UNKNOWN)
    expect(unknown.code).toBe(4003)
    expect(unknown.message).toBe(`Client error: UnknownBlock: Header was not found in the database: ${UNKNOWN}`)
  })

  test.each([
    [[], 'parameter 1 (name): found nothing; expected a string'],
    [[7, ''], 'parameter 1 (name): found 7; expected a string'],
    [['X'], 'parameter 2 (bytes): found nothing; expected bytes as a hex string'],
    [['X', '0x1'], 'parameter 2 (bytes): found "0x1"; expected bytes as a hex string'],
    [['X', '0xgg'], 'parameter 2 (bytes): found "0xgg"; expected bytes as a hex string'],
    [['X', [1]], 'parameter 2 (bytes): found a list of 1; expected bytes as a hex string'],
    [['X', '', '0x00'], 'parameter 3 (hash): found "0x00"; expected a 32-byte hash'],
    [['X', '', null, 1], 'parameter 4: found 1; expected at most 3 (name, bytes, hash)'],
  ])('state_call refuses %j', async (params, message) => {
    const error = await client.fail('state_call', ...params)
    expect(error.code).toBe(-32602)
    expect(error.message).toContain(message)
  })

  test('metadata comes bare, without its length prefix', async () => {
    rpc.node.runtime.set('Metadata_metadata', () => fromHex('0x146d6574610e'))
    expect(await client.ok('state_getMetadata')).toBe('0x6d6574610e')
    expect(await client.ok('state_getMetadata', genesis)).toBe('0x6d6574610e')
    expect(await client.fail('state_getMetadata', UNKNOWN)).toMatchObject({ code: 4003 })
  })

  test('the runtime version lists API ids as hex', async () => {
    rpc.node.runtime.set('Core_version', () => version(425))
    const expected = {
      specName: 'node-subtensor',
      implName: 'meritnet',
      authoringVersion: 1,
      specVersion: 425,
      implVersion: 2,
      apis: [['0x37e397fc7c91f5e4', 2]],
      transactionVersion: 1,
      systemVersion: 1,
      stateVersion: 1,
    }
    expect(await client.ok('state_getRuntimeVersion')).toEqual(expected)
    expect(await client.ok('chain_getRuntimeVersion', genesis)).toEqual(expected)
  })

  test('the runtime version is sent at once and again when the code changes', async () => {
    let spec = 1
    rpc.node.runtime.set('Core_version', () => version(spec))
    const id = await client.ok('state_subscribeRuntimeVersion')
    const first = await client.notification()
    expect(first).toMatchObject({ method: 'state_runtimeVersion', subscription: id, result: { specVersion: 1 } })
    rpc.node.addBlock({ '0xaa01': '0x05' })
    spec = 2
    rpc.node.addBlock({ [toHex(new TextEncoder().encode(':code'))]: '0x00' })
    expect(await client.notification()).toMatchObject({ result: { specVersion: 2 } })
    expect(await client.ok('state_unsubscribeRuntimeVersion', id)).toBe(true)
  })

  test('storage is read at any block of the run', async () => {
    rpc.node.addBlock({ '0xaa01': '0xff', '0xab': null })
    expect(await client.ok('state_getStorage', '0xaa01')).toBe('0xff')
    expect(await client.ok('state_getStorage', '0xAA01')).toBe('0xff')
    expect(await client.ok('state_getStorageAt', 'aa01', genesis)).toBe('0x01')
    expect(await client.ok('state_getStorage', '0xab')).toBeNull()
    expect(await client.ok('state_getStorage', '0xab', genesis)).toBe('0x')
    expect(await client.fail('state_getStorage', '0xab', UNKNOWN)).toMatchObject({ code: 4003 })
    expect(await client.fail('state_getStorage')).toMatchObject({ code: -32602 })
  })

  test('hash and size of a value; size of all values under a prefix', async () => {
    expect(await client.ok('state_getStorageHash', '0xaa02')).toBe(toHex(blake2b256(fromHex('0x0202'))))
    expect(await client.ok('state_getStorageHashAt', '0xcc', genesis)).toBeNull()
    expect(await client.ok('state_getStorageSize', '0xaa02')).toBe(2)
    expect(await client.ok('state_getStorageSizeAt', '0xab')).toBe(0)
    expect(await client.ok('state_getStorageSize', '0x')).toBe(4)
    expect(await client.ok('state_getStorageSize', '0xcc')).toBeNull()
  })

  test('keys under a prefix come in order, the prefix itself included', async () => {
    expect(await client.ok('state_getKeys', '0xaa')).toEqual(['0xaa', '0xaa01', '0xaa02'])
    expect(await client.ok('state_getKeys', '0x')).toEqual(['0xaa', '0xaa01', '0xaa02', '0xab'])
    expect(await client.ok('state_getKeys', '0xac', genesis)).toEqual([])
    expect(await client.ok('state_getPairs', '0xab')).toEqual([['0xab', '0x']])
  })

  test('pages of keys start strictly after the start key, which need not exist', async () => {
    const page = (...params: unknown[]) => client.ok('state_getKeysPaged', ...params)
    expect(await page('0xaa', 2)).toEqual(['0xaa', '0xaa01'])
    expect(await page('0xaa', 2, '0xaa01')).toEqual(['0xaa02'])
    expect(await page('0xaa', 1000, '0xaa')).toEqual(['0xaa01', '0xaa02'])
    expect(await page('0xaa', 9, '0xaa0100')).toEqual(['0xaa02'])
    expect(await page('0xaa', 9, '0x00')).toEqual(['0xaa', '0xaa01', '0xaa02'])
    expect(await page('0xaa', 9, '0xff')).toEqual([])
    expect(await page(null, 9, '0xaa02', genesis)).toEqual(['0xab'])
    expect(await page('0xaa', 0)).toEqual([])
    expect(await client.ok('state_getKeysPagedAt', '0xaa', 1, null, null)).toEqual(['0xaa'])
  })

  test('a proof of keys at a block verifies against its root', async () => {
    const proven = await client.ok('state_getReadProof', ['0xaa01', '0xcc'])
    expect(proven).toEqual({
      at: genesis,
      proof: rpc.node.readProof(rpc.node.genesisHash, [fromHex('0xaa01'), fromHex('0xcc')]).map((one) => toHex(one)),
    })
    expect(await client.fail('state_getReadProof', '0xaa01')).toMatchObject({ code: -32602 })
    expect(await client.fail('state_getReadProof', ['0xaa01'], UNKNOWN)).toMatchObject({ code: 4003 })
  })

  test('a page of more than 1000 keys is refused with 4002', async () => {
    const error = await client.fail('state_getKeysPaged', '0x', 1001)
    expect(error).toEqual({ code: 4002, message: 'count exceeds maximum value. value: 1001, max: 1000' })
    for (const count of [-1, 1.5, '5', null, undefined])
      expect(await client.fail('state_getKeysPaged', '0x', count)).toMatchObject({ code: -32602 })
  })
})
