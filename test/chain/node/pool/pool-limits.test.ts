import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { collect } from '../../../support/fake-node.ts'
import { fakeExtrinsic } from '../../../support/fake-runtime.ts'
import { refusedWith, seal, tagsOf, useFakeNodes } from '../../../support/opened-nodes.ts'

beforeAll(cryptoReady)

const start = useFakeNodes()

const never = new AbortController().signal

describe('limits', () => {
  it('drop the last in line for a better one, and refuse a worse one with 1016', async () => {
    const { node } = await start({ pool: { maxCount: 3 } })
    const future = await node.watch(fakeExtrinsic({ sender: 9, nonce: 4, priority: 99n }), never)
    for (const sender of [1, 2]) await node.submit(fakeExtrinsic({ sender, priority: 5n }))
    await expect(node.submit(fakeExtrinsic({ sender: 8, nonce: 7, priority: 9n }))).rejects.toThrow(refusedWith(1016))
    await node.submit(fakeExtrinsic({ sender: 3, priority: 5n }))
    expect(tagsOf(await collect(future))).toEqual(['future', 'dropped'])
    await expect(node.submit(fakeExtrinsic({ sender: 4, priority: 5n }))).rejects.toThrow(refusedWith(1016))
    await node.submit(fakeExtrinsic({ sender: 5, priority: 6n }))
    expect(node.pending().map(({ provides }) => provides[0]?.[0])).toEqual([5, 1, 2])
  })

  it('count bytes as well', async () => {
    const size = fakeExtrinsic().length
    const { node } = await start({ pool: { maxBytes: 2 * size } })
    for (const sender of [1, 2]) await node.submit(fakeExtrinsic({ sender }))
    await expect(node.submit(fakeExtrinsic({ sender: 3 }))).rejects.toThrow(refusedWith(1016))
  })

  it('keep what does not fit into one block for the next', async () => {
    const { node } = await start({ maxBlockBytes: 80 })
    for (let sender = 1; sender <= 5; sender += 1) await node.submit(fakeExtrinsic({ sender }))
    const sizes: number[] = []
    while (node.pending().length > 0) {
      await seal(node)
      sizes.push((node.body(node.head().hash)?.length ?? 0) - 1)
    }
    expect(sizes).toEqual([2, 2, 1])
  })
})
