import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateLimit } from '../../shared/rate-limit.ts'
import { createStillClock } from '../miner/axon-fixture.ts'

describe('the rate limit', () => {
  it('never lets more through than the burst and what came back since', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 200 }), (waits) => {
        const clock = createStillClock()
        const limit = createRateLimit({ perSecond: 5, burst: 3, clock })
        let taken = 0
        for (const ms of waits) {
          clock.move(ms)
          if (limit.take('a')) taken++
          expect(taken).toBeLessThanOrEqual(3 + (clock.monotonic() / 1_000) * 5 + 1e-6)
        }
      }),
    )
  })

  it('lets a steady caller through for ever', () => {
    const clock = createStillClock()
    const limit = createRateLimit({ perSecond: 10, burst: 1, clock })
    for (let i = 0; i < 100; i++) {
      expect(limit.take('a')).toBe(true)
      clock.move(101)
    }
  })

  it('says whether a token is left without taking it', () => {
    const clock = createStillClock()
    const limit = createRateLimit({ perSecond: 1, burst: 1, clock })
    for (let i = 0; i < 3; i++) expect(limit.has('a')).toBe(true)
    expect(limit.take('a')).toBe(true)
    expect([limit.has('a'), limit.has('b')]).toEqual([false, true])
    clock.move(1_001)
    expect([limit.has('a'), limit.take('a'), limit.has('a')]).toEqual([true, true, false])
  })

  it('takes several tokens at once or none, and says when they will be there', () => {
    const clock = createStillClock()
    const limit = createRateLimit({ perSecond: 10, burst: 100, clock })
    expect(limit.take('a', 70)).toBe(true)
    expect([limit.has('a', 40), limit.take('a', 40), limit.waitMs('a', 40), limit.waitMs('a', 30)]).toEqual([
      false,
      false,
      1_000,
      0,
    ])
    clock.move(1_000)
    expect([limit.waitMs('a', 40), limit.take('a', 40)]).toEqual([0, true])
    clock.move(1_000_000)
    expect([limit.has('a', 101), limit.waitMs('a', 101)]).toEqual([false, Number.POSITIVE_INFINITY])
  })

  it('forgets the key that was asked longest ago', () => {
    const clock = createStillClock()
    const limit = createRateLimit({ perSecond: 0.001, burst: 1, maxKeys: 2, clock })
    expect(['a', 'b', 'a'].map((key) => limit.take(key))).toEqual([true, true, false])
    expect(limit.take('c')).toBe(true)
    expect(limit.take('a')).toBe(false)
    expect(limit.take('b')).toBe(true)
  })
})
