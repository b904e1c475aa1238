import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCacheModel } from '../../../miner/strategies/cache-model.ts'
import { silentLogger } from '../../../shared/log.ts'
import type { Tensor } from '../../../shared/model/model.ts'
import { createFakeModel } from '../../support/fake-model.ts'

/** A model of two inputs that answers with their sum and difference. */
const createOwn = () =>
  createFakeModel({ width: 2, classes: 2, rowOf: ([a = 0, b = 0]) => [a + b, a - b], hiddenOf: () => [1] })
const batch = (...rows: readonly (readonly [number, number])[]): Tensor => ({
  dims: [rows.length, 2],
  data: Float32Array.from(rows.flat()),
})

describe('a cache', () => {
  it('computes only what it has not seen', async () => {
    const own = createOwn()
    const cache = createCacheModel(own, { log: silentLogger })
    expect(await cache.infer(batch([1, 2], [3, 4]))).toEqual(batch([3, -1], [7, -1]))
    expect(await cache.infer(batch([3, 4], [5, 6], [1, 2]))).toEqual(batch([7, -1], [11, -1], [3, -1]))
    expect(await cache.infer(batch([5, 6]))).toEqual(batch([11, -1]))
    expect(own.batches).toEqual([2, 1])
  })

  it('computes a task once that is asked twice in one request', async () => {
    const own = createOwn()
    const cache = createCacheModel(own, { log: silentLogger })
    expect(await cache.infer(batch([1, 2], [1, 2], [0, 0]))).toEqual(batch([3, -1], [3, -1], [0, 0]))
    expect(own.batches).toEqual([2])
  })

  it('forgets what it saw longest ago', async () => {
    const own = createOwn()
    const cache = createCacheModel(own, { log: silentLogger, maxTasks: 2 })
    await cache.infer(batch([1, 1], [2, 2]))
    await cache.infer(batch([1, 1]))
    await cache.infer(batch([3, 3]))
    await cache.infer(batch([1, 1], [3, 3]))
    expect(own.batches).toEqual([2, 1])
    await cache.infer(batch([2, 2]))
    expect(own.batches).toEqual([2, 1, 1])
  })

  it('proves nothing, and closes its model', async () => {
    const own = createOwn()
    const cache = createCacheModel(own, { log: silentLogger })
    expect({ digest: cache.digest, hidden: cache.hidden }).toEqual({ digest: own.digest, hidden: undefined })
    await expect(cache.inferHidden(batch([1, 2]))).rejects.toMatchObject({ code: 'no-hidden-output' })
    await cache.close()
    expect(own.isClosed).toBe(true)
  })

  it('refuses what is no matrix', async () => {
    const cache = createCacheModel(createOwn(), { log: silentLogger })
    await expect(cache.infer({ dims: [1, 1, 2], data: new Float32Array(2) })).rejects.toMatchObject({
      code: 'inference-failed',
    })
  })

  it('answers as its model does, whatever it has forgotten', async () => {
    const row = fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(0, 1, 2))
    const requests = fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(requests, fc.integer({ min: 1, max: 9 }), async (asked, maxTasks) => {
        const cache = createCacheModel(createOwn(), { log: silentLogger, maxTasks })
        const own = createOwn()
        for (const rows of asked) expect(await cache.infer(batch(...rows))).toEqual(await own.infer(batch(...rows)))
      }),
    )
  })
})
