import { beforeAll, describe, expect, it } from 'vitest'
import { RuntimePanic, type Storage } from '../../../chain/interface.ts'
import type { BlockRef } from '../../../chain/node/api.ts'
import { decodeHeader, ZERO_HASH } from '../../../chain/node/block/header.ts'
import type { Node } from '../../../chain/node/node.ts'
import { toBareHex, toHex, utf8 } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { u64 } from '../../../shared/scale/primitives.ts'
import { decode } from '../../../shared/scale/type.ts'
import { collect, openFakeNode } from '../../support/fake-node.ts'
import { createFakeRuntime, fakeExtrinsic, fakeGenesis, fakeKeys } from '../../support/fake-runtime.ts'
import { naiveRoot } from '../../support/naive-trie.ts'
import { seal, useFakeNodes } from '../../support/opened-nodes.ts'

beforeAll(cryptoReady)

const start = useFakeNodes()

const never = new AbortController().signal
const nothing = new Uint8Array(0)

/** All of a state, by walking its keys. */
function everything(node: Node, hash: Uint8Array): Map<string, Uint8Array> {
  const state = node.state(hash)
  const all = new Map<string, Uint8Array>()
  let key = state.nextKey(nothing)
  while (key !== undefined) {
    all.set(toBareHex(key), state.get(key)!)
    key = state.nextKey(key)
  }
  return all
}

describe('genesis', () => {
  it('is block 0 without parent, extrinsics and time, and final', async () => {
    const { node } = await start()
    const { number, hash } = node.head()
    const header = decodeHeader(node.header(hash)!)
    expect([number, node.finalized(), node.hashAt(0), node.genesisHash]).toEqual([0, { number, hash }, hash, hash])
    expect(header).toMatchObject({ number: 0, parentHash: ZERO_HASH, digest: [] })
    expect(toHex(header.extrinsicsRoot)).toBe('0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314')
    expect(toHex(header.stateRoot)).toBe(toHex(naiveRoot(everything(node, hash), 1)))
    expect(node.body(hash)).toEqual([])
    expect(node.changes(hash).map(({ key }) => key)).toEqual([fakeKeys.code, fakeKeys.counter])
  })

  it('needs code', async () => {
    const genesis = (storage: Storage) => storage.set(utf8('a'), utf8('b'))
    await expect(openFakeNode({ genesis })).rejects.toThrow(expect.objectContaining({ code: 'no-code' }))
  })

  it.each([0, 1, 2])('has the root of the state version of system version %i', async (systemVersion) => {
    const genesis = (storage: Storage) => {
      fakeGenesis(storage)
      storage.set(utf8('long'), new Uint8Array(100))
    }
    const { node } = await start({ runtime: createFakeRuntime({ systemVersion }), genesis })
    for (const hash of [node.genesisHash, (await seal(node)).hash])
      expect(toHex(decodeHeader(node.header(hash)!).stateRoot)).toBe(
        toHex(naiveRoot(everything(node, hash), systemVersion === 0 ? 0 : 1)),
      )
  })

  it('refuses a runtime with a state version that it does not know', async () => {
    const runtime = createFakeRuntime({ systemVersion: 3 })
    await expect(openFakeNode({ runtime })).rejects.toThrow(expect.objectContaining({ code: 'unknown-state-version' }))
  })
})

describe('reading', () => {
  it('answers every block of the run, also long after', async () => {
    const { node } = await start()
    const expected = [0]
    for (let block = 1; block <= 100; block += 1) {
      if (block % 3 === 0) await node.submit(fakeExtrinsic({ nonce: block / 3 - 1 }))
      await seal(node)
      expected.push(Math.floor(block / 3))
    }
    for (const number of [0, 1, 2, 3, 30, 36, 37, 99, 100]) {
      const hash = node.hashAt(number)!
      const header = decodeHeader(node.header(hash)!)
      expect(header.number).toBe(number)
      expect(toHex(header.stateRoot)).toBe(toHex(naiveRoot(everything(node, hash), 1)))
      expect(Number(decode(u64, node.query(hash, 'Counter_value', nothing)))).toBe(expected[number])
      if (number > 0) expect(toHex(header.parentHash)).toBe(toHex(node.hashAt(number - 1)!))
    }
    expect([node.hashAt(101), node.hashAt(-1), node.hashAt(0.5)]).toEqual([undefined, undefined, undefined])
  })

  it('throws the writes of a query away, at the head and in the past', async () => {
    const { node } = await start()
    for (let block = 0; block < 70; block += 1) await seal(node)
    for (const number of [0, 70]) {
      const at = node.hashAt(number)!
      for (let again = 0; again < 2; again += 1) expect(decode(u64, node.query(at, 'Counter_bump', nothing))).toBe(1n)
    }
    expect(decode(u64, node.state(node.head().hash).get(fakeKeys.counter)!)).toBe(0n)
  })

  it('passes on what the runtime throws', async () => {
    const { node } = await start()
    expect(() => node.query(node.genesisHash, 'Nothing_here', nothing)).toThrow(
      new RuntimePanic('Exported method Nothing_here is not found'),
    )
  })

  it('does not know blocks that were never made', async () => {
    const { node } = await start()
    for (const hash of [new Uint8Array(32), nothing, new Uint8Array(33)]) {
      expect([node.header(hash), node.body(hash)]).toEqual([undefined, undefined])
      for (const ask of [
        () => node.query(hash, 'Core_version', nothing),
        () => node.state(hash),
        () => node.changes(hash),
        () => node.finalize(hash),
      ])
        expect(ask).toThrow(expect.objectContaining({ code: 'unknown-block' }))
    }
  })

  it('lists what a block wrote and nothing that it left as it was', async () => {
    const { node } = await start()
    await node.submit(fakeExtrinsic({ action: { tag: 'Add', value: [7n] } }))
    const { hash } = await seal(node)
    const changes = node.changes(hash)
    expect(changes.map(({ key }) => key)).toEqual([
      fakeKeys.block(1),
      fakeKeys.counter,
      fakeKeys.nonce(1),
      fakeKeys.now,
    ])
    const state = node.state(hash)
    for (const { key, value } of changes) expect(value).toEqual(state.get(key))
    const empty = await seal(node)
    expect(node.changes(empty.hash).map(({ key }) => key)).toEqual([fakeKeys.block(2), fakeKeys.now])
  })

  it('announces every block once it can be read', async () => {
    const { node } = await start()
    const seen: BlockRef[] = []
    const watching = (async () => {
      for await (const head of node.heads(never)) {
        expect(node.header(head.hash)).toBeDefined()
        seen.push(head)
        if (seen.length === 3) break
      }
    })()
    const made = [await seal(node), await seal(node), await seal(node)]
    await watching
    expect(seen).toEqual(made)
  })
})

describe('finality', () => {
  it('comes with the block, or later with all before it', async () => {
    const { node } = await start()
    const finals = collect(node.finalizedHeads(never))
    const first = await seal(node)
    expect(node.finalized()).toEqual(first)
    const [second, third] = [await seal(node, false), await seal(node, false)]
    const fourth = await seal(node, false)
    expect(node.finalized()).toEqual(first)
    node.finalize(third.hash)
    node.finalize(second.hash)
    expect(node.finalized()).toEqual(third)
    const fifth = await seal(node)
    node.close()
    expect(await finals).toEqual([first, second, third, fourth, fifth])
  })
})

describe('closing', () => {
  it('ends heads, refuses blocks, may be repeated', async () => {
    const { node } = await start()
    const heads = collect(node.heads(never))
    node.close()
    node.close()
    expect(await heads).toEqual([])
    await expect(seal(node)).rejects.toThrow(expect.objectContaining({ code: 'node-closed' }))
  })

  it('refuses reads with a clear error', async () => {
    const { node } = await start()
    const other = (await seal(node)).hash
    await seal(node)
    const state = node.state(other)
    node.close()
    for (const read of [
      () => node.header(other),
      () => node.state(other),
      () => node.changes(other),
      () => node.hashAt(1),
    ])
      expect(read).toThrow(expect.objectContaining({ code: 'node-closed' }))
    expect(state.get(fakeKeys.counter)).toBeDefined()
  })
})
