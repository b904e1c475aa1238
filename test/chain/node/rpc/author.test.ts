import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TxStatus } from '../../../../chain/node/api.ts'
import { fromHex, toHex } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { RpcFixture } from '../../../support/rpc-server.ts'

const refuse = (code: number, text: string, data?: string) => () => {
  throw new AppError('invalid-transaction', 'refused', data === undefined ? { code, text } : { code, text, data })
}

describe('author methods', () => {
  let rpc: RpcFixture
  let client: RpcClient
  beforeEach(async () => {
    rpc = await RpcFixture.start()
    client = await rpc.connect()
  })
  afterEach(() => rpc.close())

  test('an extrinsic is submitted with its bytes unchanged and answered by its hash', async () => {
    const hash = toHex(blake2b256(fromHex('0x0804ff')))
    expect(await client.ok('author_submitExtrinsic', '0x0804ff')).toBe(hash)
    expect(rpc.node.submitted.map((one) => toHex(one))).toEqual(['0x0804ff'])
    for (const bad of [undefined, '0x123', 'hello', 5, ['0x00']])
      expect(await client.fail('author_submitExtrinsic', bad)).toMatchObject({ code: -32602 })
    expect(rpc.node.submitted).toHaveLength(1)
  })

  test.each(['author_submitExtrinsic', 'author_submitAndWatchExtrinsic'])(
    '%s passes on code, message and data of a refusal',
    async (method) => {
      rpc.node.verdict = refuse(1010, 'Invalid Transaction', 'Transaction has a bad signature')
      expect(await client.fail(method, '0x0804')).toEqual({
        code: 1010,
        message: 'Invalid Transaction',
        data: 'Transaction has a bad signature',
      })
      rpc.node.verdict = refuse(1013, 'Transaction Already Imported')
      expect(await client.fail(method, '0x0804')).toEqual({ code: 1013, message: 'Transaction Already Imported' })
    },
  )

  test('a watched extrinsic reports every status in the form clients know', async () => {
    const block = rpc.node.addBlock()
    const by = new Uint8Array(32).fill(3)
    const all: TxStatus[] = [
      { tag: 'future' },
      { tag: 'ready' },
      { tag: 'inBlock', block, index: 1 },
      { tag: 'finalized', block, index: 1 },
      { tag: 'usurped', by },
      { tag: 'dropped' },
      { tag: 'invalid' },
    ]
    rpc.node.statuses = all
    const id = await client.ok('author_submitAndWatchExtrinsic', '0x0804')
    const seen = []
    for (const _ of all) {
      const { method, subscription, result } = await client.notification()
      expect([method, subscription]).toEqual(['author_extrinsicUpdate', id])
      seen.push(result)
    }
    expect(seen).toEqual([
      'future',
      'ready',
      { inBlock: toHex(block.hash) },
      { finalized: toHex(block.hash) },
      { usurped: toHex(by) },
      'dropped',
      'invalid',
    ])
  })

  test('finalized comes so much later than inBlock that clients can read the block in between', async () => {
    const block = rpc.node.addBlock()
    rpc.node.statuses = [
      { tag: 'inBlock', block, index: 1 },
      { tag: 'finalized', block, index: 1 },
    ]
    await client.ok('author_submitAndWatchExtrinsic', '0x0804')
    expect((await client.notification()).result).toHaveProperty('inBlock')
    for (let i = 0; i < 3; i += 1) await client.ok('chain_getBlock', toHex(block.hash))
    expect((await client.notification()).result).toHaveProperty('finalized')
  })

  test('watching can be stopped', async () => {
    rpc.node.statuses = (async function* (): AsyncGenerator<TxStatus> {
      yield { tag: 'ready' }
      await new Promise(() => {})
    })()
    const id = await client.ok('author_submitAndWatchExtrinsic', '0x0804')
    expect((await client.notification()).result).toBe('ready')
    expect(await client.ok('author_unwatchExtrinsic', id)).toBe(true)
    expect(await client.ok('author_unwatchExtrinsic', id)).toBe(false)
    expect(await client.ok('author_unwatchExtrinsic', 'nonsense')).toBe(false)
    expect(await client.fail('author_unwatchExtrinsic', 7)).toMatchObject({ code: -32602 })
  })

  test('pending extrinsics are those that may go into the next block', async () => {
    const tx = (byte: number, isReady: boolean) => ({
      hash: new Uint8Array(32).fill(byte),
      extrinsic: Uint8Array.of(4, byte),
      isReady,
      provides: [],
    })
    rpc.node.pendingTxs = [tx(2, true), tx(1, true), tx(3, false)]
    expect(await client.ok('author_pendingExtrinsics')).toEqual(['0x0402', '0x0401'])
    expect(
      await client.ok('author_removeExtrinsic', [{ hash: `0x${'02'.repeat(32)}` }, { hash: `0x${'09'.repeat(32)}` }]),
    ).toEqual([`0x${'02'.repeat(32)}`])
    expect(await client.ok('author_pendingExtrinsics')).toEqual(['0x0401'])
    for (const bad of [undefined, {}, [7], [{}], [{ hash: '0x01' }], [{ extrinsic: '0x0' }]])
      expect(await client.fail('author_removeExtrinsic', bad)).toMatchObject({ code: -32602 })
  })

  test('extrinsics are removed by their bytes too', async () => {
    const extrinsic = fromHex('0x0804ff')
    rpc.node.pendingTxs = [{ hash: blake2b256(extrinsic), extrinsic, isReady: true, provides: [] }]
    expect(await client.ok('author_removeExtrinsic', [{ extrinsic: '0x0804ff' }])).toEqual([
      toHex(blake2b256(extrinsic)),
    ])
  })

  test('the node has no keys', async () => {
    expect(await client.ok('author_hasKey', '0x00', 'aura')).toBe(false)
    expect(await client.ok('author_hasSessionKeys', '0x00')).toBe(false)
  })
})
