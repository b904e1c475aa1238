import { beforeAll, describe, expect, it } from 'vitest'
import { decodeHeader } from '../../../chain/node/block/header.ts'
import type { Node, NodeOptions } from '../../../chain/node/node.ts'
import { concat, utf8 } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { u64 } from '../../../shared/scale/primitives.ts'
import { decode } from '../../../shared/scale/type.ts'
import { createFakeRuntime, fakeExtrinsic, fakeKeys } from '../../support/fake-runtime.ts'
import { seal, useFakeNodes } from '../../support/opened-nodes.ts'

beforeAll(cryptoReady)

const start = useFakeNodes()

const timestampAt = (node: Node, hash: Uint8Array) => Number(decode(u64, node.state(hash).get(fakeKeys.now)!))

describe('sealing', () => {
  it('by hand makes an empty block only when asked to', async () => {
    const { node } = await start()
    const request = { createEmpty: false, finalize: true }
    await expect(node.createBlock(request)).rejects.toThrow(expect.objectContaining({ code: 'empty-pool' }))
    await node.submit(fakeExtrinsic({ action: { tag: 'Exhaust' } }))
    await expect(node.createBlock(request)).rejects.toThrow(expect.objectContaining({ code: 'empty-pool' }))
    await node.submit(fakeExtrinsic({ sender: 2 }))
    expect((await node.createBlock(request)).number).toBe(1)
  })

  /** Runs a node, lets a test act, then stops it and waits for the end. */
  async function running(options: Partial<NodeOptions>, act: (started: Awaited<ReturnType<typeof start>>) => unknown) {
    const started = await start(options)
    const stop = new AbortController()
    const done = started.node.run(stop.signal)
    await started.clock.advance(0)
    await act(started)
    stop.abort()
    await done
  }

  it('by hand makes none on its own', async () => {
    await running({}, async ({ node, clock }) => {
      await node.submit(fakeExtrinsic())
      await clock.advance(60_000)
      expect(node.head().number).toBe(0)
    })
  })

  it('by interval makes one at once and then one per interval, carrying the time', async () => {
    await running({ sealing: { tag: 'interval', ms: 250 } }, async ({ node, clock }) => {
      expect(node.head().number).toBe(1)
      const first = timestampAt(node, node.head().hash)
      await clock.advance(999)
      expect(node.head().number).toBe(4)
      expect(timestampAt(node, node.head().hash)).toBe(first + 750)
    })
  })

  it('instantly makes one when an extrinsic is ready and holds those that came together', async () => {
    await running({ sealing: { tag: 'instant' } }, async ({ node, clock }) => {
      await clock.advance(10_000)
      expect(node.head().number).toBe(0)
      await node.submit(fakeExtrinsic({ nonce: 1 }))
      await clock.advance(0)
      expect(node.head().number).toBe(0)
      await node.submit(fakeExtrinsic({ nonce: 0 }))
      await clock.advance(0)
      expect([node.head().number, node.body(node.head().hash)?.length]).toEqual([1, 3])
    })
  })

  it('instantly goes on until nothing fits any more, without spinning on what never does', async () => {
    await running({ sealing: { tag: 'instant' }, maxBlockBytes: 50 }, async ({ node, clock }) => {
      for (const sender of [1, 2, 3]) await node.submit(fakeExtrinsic({ sender }))
      await node.submit(fakeExtrinsic({ sender: 4, action: { tag: 'Exhaust' } }))
      await clock.advance(1)
      expect([node.head().number, node.pending().length]).toEqual([3, 1])
    })
  })

  it('survives blocks that fail, and tells', async () => {
    const broken = new Set(['BlockBuilder_finalize_block'])
    const errors: string[] = []
    const log = { debug() {}, info() {}, warn() {}, error: (text: string) => errors.push(text), child: () => log }
    const options = { sealing: { tag: 'interval', ms: 100 } as const, runtime: createFakeRuntime({ broken }), log }
    await running(options, async ({ node, clock }) => {
      expect(errors).toEqual(['no block'])
      expect(node.head().number).toBe(0)
      broken.clear()
      await clock.advance(1000)
      expect(node.head().number).toBe(1)
    })
  })

  it('instantly tries again after a block that failed', async () => {
    const broken = new Set(['BlockBuilder_finalize_block'])
    const options = { sealing: { tag: 'instant' } as const, runtime: createFakeRuntime({ broken }) }
    await running(options, async ({ node, clock }) => {
      await node.submit(fakeExtrinsic())
      await clock.advance(0)
      broken.clear()
      await clock.advance(1000)
      expect(node.head().number).toBe(1)
    })
  })

  it('ends at once when told before it begins', async () => {
    for (const sealing of [{ tag: 'manual' }, { tag: 'instant' }, { tag: 'interval', ms: 5 }] as const) {
      const { node } = await start({ sealing })
      await node.run(AbortSignal.abort())
      expect(node.head().number).toBe(0)
    }
  })

  it('gives every block a later timestamp, however fast, and keeps to the clock when it can', async () => {
    const { node, clock } = await start({ minTimestampStepMs: 40 })
    const first = timestampAt(node, (await seal(node)).hash)
    expect(first).toBe(clock.now())
    expect(timestampAt(node, (await seal(node)).hash)).toBe(first + 40)
    expect(timestampAt(node, (await seal(node)).hash)).toBe(first + 80)
    await clock.advance(500)
    expect(timestampAt(node, (await seal(node)).hash)).toBe(first + 500)
  })

  it('puts the digest and the inherents of the configuration into the block', async () => {
    const slot = (timestampMs: number) => concat(Uint8Array.of(6), utf8('aura'), Uint8Array.of(4, timestampMs % 256))
    const { node, clock } = await start({ digest: ({ timestampMs }) => [slot(timestampMs)] })
    const { hash } = await seal(node)
    expect(decodeHeader(node.header(hash)!).digest).toEqual([slot(clock.now())])
  })
})
