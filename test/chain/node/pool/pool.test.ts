import { beforeAll, describe, expect, it } from 'vitest'
import type { Node } from '../../../../chain/node/node.ts'
import { toHex } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { collect } from '../../../support/fake-node.ts'
import { fakeExtrinsic } from '../../../support/fake-runtime.ts'
import { refusedWith, seal, tagsOf, useFakeNodes } from '../../../support/opened-nodes.ts'

beforeAll(cryptoReady)

const start = useFakeNodes()

const never = new AbortController().signal
const pendingHashes = (node: Node) => node.pending().map(({ hash }) => toHex(hash))
const hashOf = (extrinsic: Uint8Array) => toHex(blake2b256(extrinsic))

describe('submitting', () => {
  it('returns the hash of all bytes and lists the extrinsic', async () => {
    const { node } = await start()
    const extrinsic = fakeExtrinsic()
    expect(toHex(await node.submit(extrinsic))).toBe(hashOf(extrinsic))
    expect(node.pending()).toEqual([
      { hash: blake2b256(extrinsic), extrinsic, isReady: true, provides: [Uint8Array.of(1, 0, 0, 0, 0)] },
    ])
  })

  it.each([
    ['1001 for bytes without a fitting length', Uint8Array.of(9, 9), refusedWith(1001)],
    ['1001 for no bytes', new Uint8Array(0), refusedWith(1001)],
    ['1002 when validation panics', fakeExtrinsic({ action: { tag: 'PanicOnValidate' } }), refusedWith(1002)],
    ['1002 for what is no extrinsic to the runtime', Uint8Array.of(4, 9), refusedWith(1002)],
    ['1010 with the reason', fakeExtrinsic({ isSigned: false }), refusedWith(1010, 'Transaction has a bad signature')],
  ])('fails with %s', async (_, extrinsic, error) => {
    const { node } = await start()
    await expect(node.submit(extrinsic)).rejects.toThrow(error)
    await expect(node.watch(extrinsic, never)).rejects.toThrow(error)
    expect(node.pending()).toEqual([])
  })

  it('fails with 1013 for one that waits already', async () => {
    const { node } = await start()
    await node.submit(fakeExtrinsic())
    await expect(node.submit(fakeExtrinsic())).rejects.toThrow(refusedWith(1013))
  })

  it('fails with 1010 for one that a block holds', async () => {
    const { node } = await start()
    await node.submit(fakeExtrinsic())
    await seal(node)
    await expect(node.submit(fakeExtrinsic())).rejects.toThrow(refusedWith(1010, 'Transaction is outdated'))
  })

  it('fails with 1014 for the same nonce unless the priority is higher', async () => {
    const { node } = await start()
    const first = await node.watch(fakeExtrinsic({ priority: 5n }), never)
    await expect(node.submit(fakeExtrinsic({ priority: 5n, longevity: 9n }))).rejects.toThrow(refusedWith(1014))
    const better = fakeExtrinsic({ priority: 6n })
    const by = await node.submit(better)
    expect(await collect(first)).toEqual([{ tag: 'ready' }, { tag: 'usurped', by }])
    expect(pendingHashes(node)).toEqual([hashOf(better)])
  })

  it('fails with 1010 for one that no block can hold', async () => {
    const { node } = await start({ maxBlockBytes: 20 })
    await expect(node.submit(fakeExtrinsic())).rejects.toThrow(
      refusedWith(1010, 'Transaction would exhaust the block limits'),
    )
  })

  it('does not depend on the caller leaving the bytes alone', async () => {
    const { node } = await start()
    const extrinsic = fakeExtrinsic()
    await node.submit(extrinsic)
    extrinsic.fill(0)
    await seal(node)
    expect(node.body(node.head().hash)?.[1]).toEqual(fakeExtrinsic())
  })
})

describe('order', () => {
  it('goes by priority, then arrival, each sender by nonce', async () => {
    const { node } = await start()
    const [low, high] = [fakeExtrinsic({ sender: 1, priority: 1n }), fakeExtrinsic({ sender: 2, priority: 9n })]
    const [second, first] = [fakeExtrinsic({ sender: 3, nonce: 1, priority: 50n }), fakeExtrinsic({ sender: 3 })]
    for (const extrinsic of [low, high, second, first]) await node.submit(extrinsic)
    const order = [high, low, first, second]
    expect(pendingHashes(node)).toEqual(order.map(hashOf))
    await seal(node)
    expect(node.body(node.head().hash)?.slice(1)).toEqual(order)
    expect(node.pending()).toEqual([])
  })

  it('keeps a nonce that comes too early as future until the gap closes', async () => {
    const { node } = await start()
    const early = await node.watch(fakeExtrinsic({ nonce: 1 }), never)
    await seal(node)
    expect(node.pending().map(({ isReady }) => isReady)).toEqual([false])
    await node.submit(fakeExtrinsic({ nonce: 0 }))
    await seal(node)
    expect(tagsOf(await collect(early))).toEqual(['future', 'ready', 'inBlock', 'finalized'])
    expect(node.body(node.head().hash)).toHaveLength(3)
  })

  it('makes a future one ready when a block closes the gap', async () => {
    const { node } = await start({ maxBlockBytes: 45 })
    const [zero, one] = [fakeExtrinsic({ nonce: 0 }), fakeExtrinsic({ nonce: 1 })]
    await node.submit(one)
    await node.submit(zero)
    await seal(node)
    expect(node.body(node.head().hash)?.slice(1)).toEqual([zero])
    expect(node.pending().map(({ isReady }) => isReady)).toEqual([true])
    await seal(node)
    expect(node.body(node.head().hash)?.slice(1)).toEqual([one])
  })
})

describe('status', () => {
  it('goes from ready over the block to final, when the block can already be read', async () => {
    const { node } = await start()
    const statuses = await node.watch(fakeExtrinsic({ action: { tag: 'Fail' } }), never)
    const block = await seal(node)
    for await (const status of statuses) {
      if (status.tag === 'inBlock') expect(node.body(status.block.hash)?.[status.index]).toBeDefined()
      if (status.tag === 'finalized') expect(status).toEqual({ tag: 'finalized', block, index: 1 })
    }
  })

  it('waits for finality when the block is not final', async () => {
    const { node } = await start()
    const statuses = collect(await node.watch(fakeExtrinsic(), never))
    const other = collect(await node.watch(fakeExtrinsic({ sender: 2 }), never))
    const first = await seal(node, false)
    await node.submit(fakeExtrinsic({ nonce: 1 }))
    await seal(node, false)
    node.finalize(first.hash)
    expect(tagsOf(await statuses)).toEqual(['ready', 'inBlock', 'finalized'])
    expect(await other).toContainEqual({ tag: 'finalized', block: first, index: 2 })
  })

  it('stops when the watcher aborts; the extrinsic stays', async () => {
    const { node } = await start()
    const stop = new AbortController()
    const statuses = collect(await node.watch(fakeExtrinsic(), stop.signal))
    stop.abort()
    expect(await statuses).toEqual([{ tag: 'ready' }])
    await seal(node)
    expect(node.body(node.head().hash)).toHaveLength(2)
  })

  it('is dropped for all when the node closes', async () => {
    const { node } = await start()
    const statuses = await node.watch(fakeExtrinsic(), never)
    node.close()
    expect(tagsOf(await collect(statuses))).toEqual(['ready', 'dropped'])
    await expect(node.submit(fakeExtrinsic())).rejects.toThrow(expect.objectContaining({ code: 'node-closed' }))
  })
})

describe('throwing out', () => {
  it('bans one that makes the runtime panic, keeps others and what waits for it, and goes on', async () => {
    const { node, clock } = await start({ pool: { banMs: 1000 } })
    const panicking = fakeExtrinsic({ action: { tag: 'Panic' } })
    const statuses = await node.watch(panicking, never)
    const after = await node.watch(fakeExtrinsic({ nonce: 1 }), never)
    await node.submit(fakeExtrinsic({ sender: 2 }))
    await seal(node)
    expect(node.body(node.head().hash)).toHaveLength(2)
    expect(tagsOf(await collect(statuses))).toEqual(['ready', 'invalid'])
    expect(node.pending()).toMatchObject([{ isReady: false }])
    await expect(node.submit(panicking)).rejects.toThrow(refusedWith(1012))
    await node.submit(fakeExtrinsic({ longevity: 63n }))
    await seal(node)
    expect(tagsOf(await collect(after))).toEqual(['ready', 'future', 'ready', 'inBlock', 'finalized'])
    await clock.advance(1000)
    await expect(node.submit(panicking)).rejects.toThrow(refusedWith(1010, 'Transaction is outdated'))
  })

  it('ends those that the runtime no longer accepts after a block', async () => {
    const { node } = await start()
    const poor = await node.watch(fakeExtrinsic({ sender: 4, nonce: 1 }), never)
    await node.submit(fakeExtrinsic({ action: { tag: 'Forbid', value: [4] } }))
    await seal(node)
    expect(tagsOf(await collect(poor))).toEqual(['future', 'invalid'])
    expect(node.pending()).toEqual([])
  })

  it('looks at some after each block, in turn', async () => {
    const { node } = await start({ pool: { revalidatePerBlock: 2 } })
    for (let sender = 11; sender < 17; sender += 1) await node.submit(fakeExtrinsic({ sender, nonce: 1 }))
    for (let sender = 11; sender < 17; sender += 1)
      await node.submit(fakeExtrinsic({ nonce: sender - 11, action: { tag: 'Forbid', value: [sender] } }))
    const left: number[] = []
    for (let block = 0; block < 4; block += 1) {
      await seal(node)
      left.push(node.pending().length)
    }
    expect(left).toEqual([4, 2, 0, 0])
  })

  it('ends those that were not included while they were valid', async () => {
    const { node } = await start({ pool: { revalidatePerBlock: 0 } })
    const statuses = await node.watch(fakeExtrinsic({ nonce: 1, longevity: 2n }), never)
    for (let block = 0; block < 2; block += 1) await seal(node)
    expect(node.pending()).toHaveLength(1)
    await seal(node)
    expect(node.pending()).toEqual([])
    expect(tagsOf(await collect(statuses))).toEqual(['future', 'invalid'])
  })

  it('extends the validity of those that the runtime accepts anew', async () => {
    const { node } = await start()
    await node.submit(fakeExtrinsic({ nonce: 1, longevity: 2n }))
    for (let block = 0; block < 10; block += 1) await seal(node)
    expect(node.pending()).toHaveLength(1)
  })

  it('ends those that do not fit into empty blocks, which would keep others out', async () => {
    const { node } = await start()
    for (let sender = 10; sender < 18; sender += 1)
      await node.submit(fakeExtrinsic({ sender, priority: 9n, action: { tag: 'Exhaust' } }))
    await node.submit(fakeExtrinsic())
    const sizes: number[] = []
    for (let block = 0; block < 6; block += 1) sizes.push(node.body((await seal(node)).hash)?.length ?? 0)
    expect(sizes).toEqual([1, 1, 1, 1, 1, 2])
    expect(node.pending()).toEqual([])
  })

  it('removes on request what depends on it too', async () => {
    const { node } = await start()
    for (const nonce of [0, 1, 2]) await node.submit(fakeExtrinsic({ nonce }))
    const removed = node.dropPending(blake2b256(fakeExtrinsic({ nonce: 1 })))
    expect(removed.map(toHex)).toEqual([1, 2].map((nonce) => hashOf(fakeExtrinsic({ nonce }))))
    expect(pendingHashes(node)).toEqual([hashOf(fakeExtrinsic({ nonce: 0 }))])
    await expect(node.submit(fakeExtrinsic({ nonce: 1 }))).rejects.toThrow(refusedWith(1012))
    expect(node.dropPending(new Uint8Array(32))).toEqual([])
  })
})

it('tells the log what was refused, thrown out or failed, and why', async () => {
  const lines: string[] = []
  const note = (level: string) => (message: string, context?: Readonly<Record<string, unknown>>) => {
    lines.push(`${level}: ${message}: ${context?.why ?? context?.dispatchError ?? ''}`)
  }
  const log = { debug() {}, info() {}, warn: note('warn'), error: note('error'), child: () => log }
  const { node } = await start({ log })
  await node.submit(fakeExtrinsic({ isSigned: false })).catch(() => {})
  await node.submit(fakeExtrinsic({ action: { tag: 'Panic' } }))
  await node.submit(fakeExtrinsic({ sender: 2, action: { tag: 'Fail' } }))
  await seal(node)
  expect(lines).toEqual([
    'warn: extrinsic refused: Invalid Transaction: Transaction has a bad signature',
    'error: extrinsic thrown out: the runtime panics on it: the extrinsic panics',
    'warn: extrinsic failed in a block: Module: pallet 7, error 3',
  ])
})
