import { beforeAll, describe, expect, it } from 'vitest'
import { type Runtime, RuntimePanic } from '../../../../chain/interface.ts'
import { type BuildOptions, buildBlock, type Candidate, type Rejection } from '../../../../chain/node/block/builder.ts'
import { decodeExtrinsics } from '../../../../chain/node/block/extrinsics.ts'
import { decodeHeader, encodeHeader, ZERO_HASH } from '../../../../chain/node/block/header.ts'
import { DEFAULT_INHERENTS } from '../../../../chain/node/block/inherents.ts'
import { createOverlay, trieState } from '../../../../chain/node/storage/overlay.ts'
import { toHex } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { u64 } from '../../../../shared/scale/primitives.ts'
import { decode } from '../../../../shared/scale/type.ts'
import { orderedRoot } from '../../../../shared/trie/ordered-root.ts'
import { trieGet } from '../../../../shared/trie/trie.ts'
import { rootHash } from '../../../../shared/trie/trie-node.ts'
import {
  createFakeRuntime,
  type FakeTransaction,
  fakeExtrinsic,
  fakeGenesis,
  fakeKeys,
} from '../../../support/fake-runtime.ts'

beforeAll(cryptoReady)

const candidate = (given: Partial<FakeTransaction> = {}): Candidate => {
  const extrinsic = fakeExtrinsic(given)
  return { hash: blake2b256(extrinsic), extrinsic }
}

const parent = { number: 6, hash: new Uint8Array(32).fill(6) }

function build(candidates: readonly Candidate[], changed: Partial<BuildOptions> = {}) {
  const base = createOverlay(trieState(undefined))
  fakeGenesis(base)
  const { trie } = base.finish(1)
  const rejections: { candidate: Candidate; why: Rejection }[] = []
  const block = buildBlock({
    runtime: createFakeRuntime(),
    parent,
    timestampMs: 5000,
    overlay: createOverlay(trieState(trie)),
    stateVersion: 1,
    inherents: DEFAULT_INHERENTS,
    digest: [],
    candidates,
    maxBytes: 10_000,
    isLate: () => false,
    onReject: (rejected, why) => rejections.push({ candidate: rejected, why }),
    ...changed,
  })
  const read = (key: Uint8Array) => trieGet(block.state.trie, toHex(key).slice(2))
  const counter = () => decode(u64, read(fakeKeys.counter)!)
  return { block, rejections, read, counter }
}

/** The fake runtime with some methods replaced. */
const withMethods = (methods: Record<string, Runtime['call']>): Runtime => {
  const runtime = createFakeRuntime()
  return {
    call: (method, input, storage) => (methods[method] ?? runtime.call)(method, input, storage),
  }
}

describe('building a block', () => {
  it('puts the timestamp first and the extrinsics after it, and seals what it holds', () => {
    const [first, second] = [candidate(), candidate({ nonce: 1, action: { tag: 'Add', value: [4n] } })]
    const { block, counter, read } = build([first, second])
    const body = decodeExtrinsics(block.body)
    expect(body.slice(1)).toEqual([first.extrinsic, second.extrinsic])
    expect(decode(u64, read(fakeKeys.now)!)).toBe(5000n)
    expect(counter()).toBe(5n)
    expect(block.included.map(({ index }) => index)).toEqual([1, 2])

    const header = decodeHeader(block.header)
    expect(header).toMatchObject({ number: 7, parentHash: parent.hash, digest: [] })
    expect(toHex(header.stateRoot)).toBe(toHex(rootHash(block.state.trie)))
    expect(toHex(header.extrinsicsRoot)).toBe(toHex(orderedRoot(body, 0)))
    expect(toHex(block.hash)).toBe(toHex(blake2b256(block.header)))
  })

  it('carries the digest items given', () => {
    const digest = [Uint8Array.from([6, 97, 117, 114, 97, 4, 9])]
    expect(decodeHeader(build([], { digest }).block.header).digest).toEqual(digest)
  })

  it('keeps an extrinsic whose dispatch fails, without its effect but with its nonce', () => {
    const failing = candidate({ action: { tag: 'Fail' } })
    const { block, counter, read, rejections } = build([failing, candidate({ nonce: 1 })])
    expect(block.included[0]).toMatchObject({ index: 1, dispatchError: 'Module: pallet 7, error 3' })
    expect(block.included[1]).toMatchObject({ index: 2, dispatchError: undefined })
    expect(counter()).toBe(1n)
    expect(read(fakeKeys.nonce(1))).toEqual(Uint8Array.of(2, 0, 0, 0))
    expect(rejections).toEqual([])
  })

  it('drops an extrinsic that makes the runtime panic without a trace and goes on', () => {
    const panicking = candidate({ action: { tag: 'Panic' } })
    const { block, counter, rejections, read } = build([panicking, candidate({ sender: 2 })])
    expect(rejections).toEqual([{ candidate: panicking, why: { tag: 'panic', error: expect.any(RuntimePanic) } }])
    expect(block.included).toHaveLength(1)
    expect(counter()).toBe(1n)
    expect(read(fakeKeys.nonce(1))).toBeUndefined()
  })

  it('tells why the runtime refuses an extrinsic', () => {
    const { rejections } = build([candidate({ isSigned: false }), candidate({ nonce: 3 })])
    expect(rejections.map(({ why }) => why)).toEqual([
      { tag: 'invalid', error: { tag: 'invalid', text: 'Transaction has a bad signature' } },
      { tag: 'invalid', error: { tag: 'invalid', text: 'Transaction will be valid in the future' } },
    ])
  })

  it('leaves out what is too large for the rest of the block and fills it with smaller ones', () => {
    const size = candidate().extrinsic.length
    const big = candidate({ sender: 3, nonce: 0, action: { tag: 'Store', value: [1] } })
    const inherent = 10
    const { block, rejections } = build([candidate(), candidate({ sender: 2 }), big], {
      maxBytes: inherent + 2 * size - 1,
    })
    expect(block.included.map(({ candidate: { hash } }) => hash)).toEqual([candidate().hash, big.hash])
    expect(rejections.map(({ why }) => why)).toEqual([{ tag: 'no-room', wasFirst: false }])
  })

  it('counts as full after eight extrinsics that did not fit', () => {
    const unfitting = Array.from({ length: 20 }, (_, sender) => candidate({ sender, action: { tag: 'Exhaust' } }))
    const { block, rejections } = build([...unfitting, candidate({ sender: 99 })])
    expect(rejections).toHaveLength(8)
    expect(rejections.every(({ why }) => why.tag === 'no-room' && why.wasFirst)).toBe(true)
    expect(block.included).toEqual([])
  })

  it('starts no extrinsic once it is late', () => {
    let asked = 0
    const { block } = build([candidate(), candidate({ nonce: 1 }), candidate({ nonce: 2 })], {
      isLate: () => ++asked > 2,
    })
    expect(block.included).toHaveLength(2)
  })

  it('takes inherents alone when the runtime says so', () => {
    const runtime = withMethods({
      Core_initialize_block(method, input, storage) {
        createFakeRuntime().call(method, input, storage)
        return Uint8Array.of(1)
      },
    })
    expect(build([candidate()], { runtime }).block.included).toEqual([])
  })

  it.each(['Core_initialize_block', 'BlockBuilder_inherent_extrinsics', 'BlockBuilder_finalize_block'])(
    'fails when %s panics',
    (method) => {
      const runtime = createFakeRuntime({ broken: new Set([method]) })
      expect(() => build([], { runtime })).toThrow(expect.objectContaining({ code: 'block-failed' }))
    },
  )

  it.each([
    ['refuses', Uint8Array.of(1, 0, 0)],
    ['fails to dispatch', Uint8Array.of(0, 1, 2)],
  ])('fails when the runtime %s an inherent', (_, result) => {
    const runtime = withMethods({ BlockBuilder_apply_extrinsic: () => result })
    expect(() => build([], { runtime })).toThrow(expect.objectContaining({ code: 'block-failed' }))
  })

  it.each([
    ['number', { number: 9 }],
    ['parent', { parentHash: ZERO_HASH }],
    ['state root', { stateRoot: ZERO_HASH }],
  ])('fails when the runtime seals another %s', (_, change) => {
    const runtime = withMethods({
      BlockBuilder_finalize_block: (method, input, storage) =>
        encodeHeader({ ...decodeHeader(createFakeRuntime().call(method, input, storage)), ...change }),
    })
    expect(() => build([], { runtime })).toThrow(expect.objectContaining({ code: 'block-failed' }))
  })
})
