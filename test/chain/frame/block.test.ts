import { beforeAll, describe, expect, test } from 'vitest'
import { type Header, header } from '../../../chain/frame/header.ts'
import { BLOCK_HASH_COUNT } from '../../../chain/frame/system/constants.ts'
import { storage as system } from '../../../chain/frame/system/storage.ts'
import { concat } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { bytes, vec } from '../../../shared/scale/compound.ts'
import { Reader } from '../../../shared/scale/reader.ts'
import { encode } from '../../../shared/scale/type.ts'
import { orderedRoot } from '../../../shared/trie/ordered-root.ts'
import { createFrameChain } from '../../support/frame-chain.ts'
import { alice, count, createFixture } from '../../support/frame-fixture.ts'
import { counterStorage, createTinyRuntime } from '../../support/tiny-runtime.ts'

beforeAll(cryptoReady)

const zeros = new Uint8Array(32)
const bodyOf = (extrinsic: Uint8Array) => bytes().read(new Reader(extrinsic))

describe('a block', () => {
  test('its header states number, parent, extrinsics root and digest', () => {
    const chain = createFixture()
    const parent = chain.headHash
    const { header: sealed, body } = chain.block([chain.sign(alice, count(1n))])
    expect(sealed.number).toBe(2)
    expect(sealed.parent_hash).toEqual(parent)
    expect(sealed.extrinsics_root).toEqual(orderedRoot(body, 0))
    expect(sealed.digest).toEqual({ logs: [] })
  })

  test('keeps the author’s digest and drops items that only a runtime may write', () => {
    const chain = createFixture()
    const preRuntime = { tag: 'PreRuntime', value: [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(9)] } as const
    const logs = [preRuntime, { tag: 'Other', value: [Uint8Array.of(1)] } as const]
    const begun: Header = {
      parent_hash: chain.headHash,
      number: 2,
      state_root: new Uint8Array(32),
      extrinsics_root: new Uint8Array(32),
      digest: { logs },
    }
    expect(chain.call('Core_initialize_block', encode(header, begun))).toEqual(Uint8Array.of(0))
    for (const inherent of chain.inherents()) chain.apply(inherent)
    expect(chain.end().digest.logs).toEqual([preRuntime])
  })

  test('leaves nothing behind that lives for one block only', () => {
    const chain = createFixture()
    chain.block([chain.sign(alice, count(1n))])
    const { state } = chain
    expect(system.ExtrinsicCount.has(state)).toBe(false)
    expect(system.AllExtrinsicsLen.has(state)).toBe(false)
    expect(system.ExecutionPhase.has(state)).toBe(false)
    expect([...system.ExtrinsicData.entries(state)]).toEqual([])
    expect(system.EventCount.get(state)).toBe(chain.events().length)
    const used = system.BlockWeight.get(state)
    expect(used.normal.ref_time).toBe(308_157_000n)
    expect(used.mandatory.ref_time).toBe(431_614_000n + 158_157_000n)
  })

  test('events of the last block are gone when the next begins', () => {
    const chain = createFixture()
    chain.block([chain.sign(alice, count(1n))])
    const before = chain.events().length
    chain.block()
    expect(chain.events().length).toBe(before - 3)
  })

  test('knows the hash of its parent and of the recent blocks, and of genesis for good', () => {
    const chain = createFixture()
    for (let i = 0; i < 5; i++) chain.block()
    for (let number = 0; number < chain.number; number++)
      expect(system.BlockHash.get(chain.state, number)).toEqual(chain.hashes[number])
  })

  test('forgets the hash of a block that is too old, but never that of genesis', () => {
    const chain = createFixture()
    for (const number of [0, 1, 2, 3])
      system.BlockHash.put(
        chain.state,
        [number],
        Uint8Array.from({ length: 32 }, () => 7),
      )
    const sealAt = (number: number) => {
      const begun = {
        parent_hash: chain.headHash,
        number,
        state_root: zeros,
        extrinsics_root: zeros,
        digest: { logs: [] },
      }
      chain.call('Core_initialize_block', encode(header, begun))
      for (const inherent of chain.inherents()) chain.apply(inherent)
      chain.end()
      return [0, 1, 2, 3].map((old) => system.BlockHash.has(chain.state, old))
    }
    expect(sealAt(BLOCK_HASH_COUNT + 1)).toEqual([true, true, true, true])
    expect(sealAt(BLOCK_HASH_COUNT + 2)).toEqual([true, false, true, true])
    expect(sealAt(BLOCK_HASH_COUNT + 3)).toEqual([true, false, false, true])
  })

  test('runs hooks first, under the phase Initialization', () => {
    const chain = createFixture()
    chain.block()
    expect(chain.events()[0]).toMatchObject({ phase: { tag: 'Initialization' }, event: { name: 'Started', data: [2] } })
  })

  test('without its inherent it cannot end', () => {
    const chain = createFixture()
    chain.begin()
    expect(() => chain.end()).toThrow('Timestamp must be updated once in the block')
  })
})

describe('running a block made elsewhere', () => {
  /** A block with one transfer of the counter, and the state before it. */
  function made() {
    const author = createFixture()
    const extrinsic = author.sign(alice, count(3n))
    const importer = createFixture()
    const { header: sealed, body } = author.block([extrinsic])
    const run = (changed: Partial<Header>, extrinsics = body) =>
      importer.call(
        'Core_execute_block',
        concat(encode(header, { ...sealed, ...changed }), encode(vec(bytes()), extrinsics.map(bodyOf))),
      )
    return { author, importer, run, body }
  }

  test('ends in the same state', () => {
    const { author, importer, run } = made()
    expect(run({})).toEqual(new Uint8Array())
    expect(counterStorage.Counts.get(importer.state, 1, alice.publicKey)).toBe(3n)
    expect(importer.state.entries()).toEqual(author.state.entries())
  })

  test('panics when the header promises another state or other extrinsics', () => {
    expect(() => made().run({ state_root: zeros })).toThrow('Storage root must match')
    expect(() => made().run({ extrinsics_root: zeros })).toThrow('trie root must be valid')
  })

  test('panics on an invalid extrinsic', () => {
    const { run, body } = made()
    expect(() => run({}, [...body, body[1]!])).toThrowError(expect.objectContaining({ name: 'RuntimePanic' }))
  })
})

describe('a chain of empty blocks', () => {
  test('does not grow but for block hashes', () => {
    const chain = createFrameChain(createTinyRuntime())
    for (let i = 0; i < 3; i++) chain.block()
    const size = chain.state.entries().length
    for (let i = 0; i < 10; i++) chain.block()
    expect(chain.state.entries().length).toBe(size + 10)
  })
})
