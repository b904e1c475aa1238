import { beforeEach, describe, expect, test } from 'vitest'
import { RuntimePanic } from '../../../../chain/interface.ts'
import { runtimeVersion } from '../../../../chain/node/runtime-version.ts'
import { fromHex, toHex, utf8 } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { encode } from '../../../../shared/scale/type.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { useRpc } from '../../../support/rpc-server.ts'

const start = useRpc()
const many = Object.fromEntries(
  Array.from({ length: 2500 }, (_, i) => [`0xcc${i.toString(16).padStart(4, '0')}`, '0x01']),
)
const version = encode(runtimeVersion, {
  specName: 'node-subtensor',
  implName: 'meritnet',
  authoringVersion: 1,
  specVersion: 425,
  implVersion: 2,
  apis: [[fromHex('0x37e397fc7c91f5e4'), 2]],
  transactionVersion: 1,
  systemVersion: 1,
})

describe('chainHead_v1', () => {
  let node: FakeNodeApi
  let client: RpcClient
  let genesis: string
  beforeEach(async () => {
    node = new FakeNodeApi({ '0xaa': '0x01', '0xaabb': '0x0202', ...many })
    node.runtime.set('Core_version', () => version)
    client = await (await start({ node })).connect()
    genesis = toHex(node.genesisHash)
  })

  /** Follows and takes the first two events. */
  async function follow(withRuntime = true): Promise<unknown> {
    const id = await client.ok('chainHead_v1_follow', withRuntime)
    await client.notification()
    await client.notification()
    return id
  }
  /** The next event of an operation that was answered "started". */
  async function operation(method: string, ...params: readonly unknown[]) {
    const started = Object(await client.ok(method, ...params))
    expect(started.result).toBe('started')
    const next = async () => Object((await client.notification()).result)
    return { id: started.operationId, started, next }
  }

  test('begins with the last final block and its runtime, then what is on top', async () => {
    const first = toHex(node.addBlock({}, { finalize: false }).hash)
    const id = await client.ok('chainHead_v1_follow', true)
    const events = [await client.notification(), await client.notification(), await client.notification()]
    expect(
      events.every(({ method, subscription }) => method === 'chainHead_v1_followEvent' && subscription === id),
    ).toBe(true)
    expect(events.map(({ result }) => result)).toEqual([
      {
        event: 'initialized',
        finalizedBlockHashes: [genesis],
        finalizedBlockRuntime: {
          type: 'valid',
          spec: {
            specName: 'node-subtensor',
            implName: 'meritnet',
            specVersion: 425,
            implVersion: 2,
            transactionVersion: 1,
            apis: { '0x37e397fc7c91f5e4': 2 },
          },
        },
      },
      { event: 'newBlock', blockHash: first, parentBlockHash: genesis, newRuntime: null },
      { event: 'bestBlockChanged', bestBlockHash: first },
    ])
  })

  test('reports a block, then that it is best, then that it is final', async () => {
    await follow()
    const blocks = [node.addBlock(), node.addBlock({}, { finalize: false }), node.addBlock({}, { finalize: false })]
    node.finalize(blocks[2]!.hash)
    const [first, second, third] = blocks.map(({ hash }) => toHex(hash))
    const seen: unknown[] = []
    const isFinal = (event: unknown) => Object(event).finalizedBlockHashes?.includes(third) === true
    while (!seen.some(isFinal)) seen.push((await client.notification()).result)
    const position = (event: string, hash: string | undefined) =>
      seen.findIndex((one) => Object(one).event === event && JSON.stringify(one).includes(String(hash)))
    for (const hash of [first, second, third]) {
      expect(position('newBlock', hash)).toBeGreaterThanOrEqual(0)
      expect(position('newBlock', hash)).toBeLessThan(position('bestBlockChanged', hash))
      expect(position('bestBlockChanged', hash)).toBeLessThan(position('finalized', hash))
    }
    const finals = seen.flatMap((one) => Object(one).finalizedBlockHashes ?? [])
    expect(finals).toEqual([first, second, third])
  })

  test('tells of a new runtime, and of none without the flag', async () => {
    await follow(true)
    node.addBlock({ [toHex(utf8(':code'))]: '0x00' })
    expect((await client.notification()).result).toMatchObject({ event: 'newBlock', newRuntime: { type: 'valid' } })
    const other = await client.connectAgain()
    await other.ok('chainHead_v1_follow', false)
    expect((await other.notification()).result).not.toHaveProperty('finalizedBlockRuntime')
    await other.notification()
    node.addBlock()
    expect((await other.notification()).result).not.toHaveProperty('newRuntime')
    await other.close()
  })

  test('pinned blocks are served, others not', async () => {
    const id = await follow()
    expect(await client.ok('chainHead_v1_header', id, genesis)).toBe(toHex(node.header(node.genesisHash)!))
    const unseen = `0x${'ee'.repeat(32)}`
    expect(await client.fail('chainHead_v1_header', id, unseen)).toMatchObject({ code: -32801 })
    expect(await client.fail('chainHead_v1_body', id, unseen)).toMatchObject({ code: -32801 })
    expect(await client.fail('chainHead_v1_unpin', id, [genesis, unseen])).toMatchObject({ code: -32801 })
    expect(await client.fail('chainHead_v1_unpin', id, [genesis, genesis])).toMatchObject({ code: -32804 })
    expect(await client.ok('chainHead_v1_unpin', id, genesis)).toBeNull()
    expect(await client.fail('chainHead_v1_header', id, genesis)).toMatchObject({ code: -32801 })
    expect(await client.fail('chainHead_v1_unpin', id, [genesis])).toMatchObject({ code: -32801 })
  })

  test('body and call answer as operations, after "started"', async () => {
    const id = await follow()
    const { hash } = node.addBlock({}, { body: [fromHex('0x0804aa')] })
    for (let i = 0; i < 3; i += 1) await client.notification()
    const body = await operation('chainHead_v1_body', id, toHex(hash))
    expect(await body.next()).toEqual({ event: 'operationBodyDone', operationId: body.id, value: ['0x0804aa'] })
    node.runtime.set('Echo_it', (input) => Uint8Array.of(9, ...input))
    const call = await operation('chainHead_v1_call', id, toHex(hash), 'Echo_it', '0x01')
    expect(await call.next()).toEqual({ event: 'operationCallDone', operationId: call.id, output: '0x0901' })
    node.runtime.set('Echo_it', () => {
      throw new RuntimePanic('no')
    })
    const failed = await operation('chainHead_v1_call', id, genesis, 'Echo_it', '0x')
    expect(await failed.next()).toMatchObject({ event: 'operationError', operationId: failed.id })
  })

  test('calls need a follow with runtime', async () => {
    const id = await follow(false)
    expect(await client.fail('chainHead_v1_call', id, genesis, 'Core_version', '0x')).toMatchObject({ code: -32802 })
  })

  test('storage is read by value, hash and merkle value; what is absent is left out', async () => {
    const id = await follow()
    const { next, started } = await operation(
      'chainHead_v1_storage',
      id,
      genesis,
      [
        { key: '0xaa', type: 'value' },
        { key: '0xaabb', type: 'hash' },
        { key: '0xdd', type: 'value' },
        { key: '0xaa', type: 'closestDescendantMerkleValue' },
      ],
      null,
    )
    expect(started.discardedItems).toBe(0)
    expect((await next()).items).toEqual([
      { key: '0xaa', value: '0x01' },
      { key: '0xaabb', hash: toHex(blake2b256(fromHex('0x0202'))) },
      { key: '0xaa', closestDescendantMerkleValue: toHex(node.merkleValue(node.genesisHash, fromHex('0xaa'))!) },
    ])
    expect((await next()).event).toBe('operationStorageDone')
  })

  test('many descendants come in pages that the client asks for', async () => {
    const id = await follow()
    const { id: operationId, next } = await operation('chainHead_v1_storage', id, genesis, [
      { key: '0xcc', type: 'descendantsValues' },
    ])
    const items: { key: string }[] = []
    for (const size of [1000, 1000, 500]) {
      const page = await next()
      expect(page.items).toHaveLength(size)
      items.push(...page.items)
      const after = await next()
      if (size === 500) expect(after.event).toBe('operationStorageDone')
      else {
        expect(after).toEqual({ event: 'operationWaitingForContinue', operationId })
        expect(await client.ok('chainHead_v1_continue', id, operationId)).toBeNull()
      }
    }
    expect(items.map(({ key }) => key)).toEqual(Object.keys(many))
    const later = await operation('chainHead_v1_storage', id, genesis, [
      { key: '0xcc', type: 'descendantsHashes', paginationStartKey: '0xcc09c2' },
    ])
    expect((await later.next()).items).toEqual([{ key: '0xcc09c3', hash: toHex(blake2b256(Uint8Array.of(1))) }])
  })

  test('a stopped operation is not continued, and waiting ones are limited', async () => {
    const id = await follow()
    const ids = []
    for (let i = 0; i < 16; i += 1) {
      const { id: operationId, next } = await operation('chainHead_v1_storage', id, genesis, [
        { key: '0xcc', type: 'descendantsHashes' },
      ])
      await next()
      expect((await next()).event).toBe('operationWaitingForContinue')
      ids.push(operationId)
    }
    expect(await client.ok('chainHead_v1_body', id, genesis)).toEqual({ result: 'limitReached' })
    expect(await client.ok('chainHead_v1_stopOperation', id, ids[0])).toBeNull()
    expect(await client.ok('chainHead_v1_continue', id, ids[0])).toBeNull()
    const body = await operation('chainHead_v1_body', id, genesis)
    expect((await body.next()).event).toBe('operationBodyDone')
  })

  test('after unfollow nothing is pinned and nothing comes', async () => {
    const id = await follow()
    expect(await client.ok('chainHead_v1_unfollow', id)).toBe(true)
    node.addBlock()
    expect(await client.ok('chainHead_v1_header', id, genesis)).toBeNull()
    expect(await client.ok('chainHead_v1_body', id, genesis)).toEqual({ result: 'limitReached' })
    expect(await client.ok('chainHead_v1_unpin', id, genesis)).toBeNull()
  })

  test('follows of a connection are limited, and are its own', async () => {
    const id = await follow()
    await follow()
    expect(await client.fail('chainHead_v1_follow', true)).toMatchObject({ code: -32800 })
    const other = await client.connectAgain()
    expect(await other.ok('chainHead_v1_header', id, genesis)).toBeNull()
    await other.close()
    await client.ok('chainHead_v1_unfollow', id)
    await follow()
  })

  test.each([
    ['chainHead_v1_follow', []],
    ['chainHead_v1_follow', ['yes']],
    ['chainHead_v1_header', ['x']],
    ['chainHead_v1_body', ['x', '0x00']],
    ['chainHead_v1_call', ['x', `0x${'00'.repeat(32)}`, 'f']],
    ['chainHead_v1_storage', ['x', `0x${'00'.repeat(32)}`, [{ key: '0x00', type: 'everything' }]]],
    ['chainHead_v1_storage', ['x', `0x${'00'.repeat(32)}`, [{ type: 'value' }]]],
    ['chainHead_v1_storage', ['x', `0x${'00'.repeat(32)}`, [], '0x00']],
    ['chainHead_v1_continue', [1, 2]],
    ['chainHead_v1_unpin', ['x', ['0x00']]],
  ])('%s refuses %j', async (method, params) => {
    expect(await client.fail(method, ...params)).toMatchObject({ code: -32602 })
  })
})
