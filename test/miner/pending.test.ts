import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPending, type PendingAnswer, type PendingOptions } from '../../miner/pending.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import type { Ss58 } from '../../shared/units.ts'
import { createStillClock } from './axon-fixture.ts'

await cryptoReady()
const [V1, V2, V3] = ['//V1', '//V2', '//V3'].map((uri) => keypairFromUri(uri).ss58) as [Ss58, Ss58, Ss58]

const answer = (payload = 'p', hash = '00'): PendingAnswer => ({ hash, signature: '0x', payload, salt: '' })
const key = (round: string, validator = V1, requestHash = 'q') => ({ validator, round, requestHash })

function setUp(options: Omit<PendingOptions, 'clock'> = {}) {
  const clock = createStillClock()
  const givenUp: string[] = []
  const pending = createPending({ clock, onGivenUp: (_, round) => givenUp.push(round), ...options })
  const keep = (round: string, validator = V1, payload = 'p') =>
    pending.commit(key(round, validator), async () => answer(payload))
  const isKept = (round: string, validator = V1): boolean => {
    try {
      pending.reveal(validator, round)
      return true
    } catch {
      return false
    }
  }
  return { clock, pending, keep, isKept, givenUp }
}

describe('answers between commit and reveal', () => {
  it('are shown to the validator that asked, as often as it asks', async () => {
    const { pending, keep } = setUp()
    await keep('r1', V1, 'secret')
    expect(pending.reveal(V1, 'r1').payload).toBe('secret')
    expect(pending.reveal(V1, 'r1').payload).toBe('secret')
    expect(() => pending.reveal(V2, 'r1')).toThrow(expect.objectContaining({ code: 'unknown-round' }))
  })

  it('are the same for the same question, without computing again', async () => {
    const { pending } = setUp()
    let computed = 0
    const compute = async () => answer('p', `hash ${++computed}`)
    const first = await pending.commit(key('r1'), compute)
    expect(await pending.commit(key('r1'), compute)).toEqual(first)
    expect(computed).toBe(1)
  })

  it('are computed once for questions at the same time', async () => {
    const { pending } = setUp()
    const gate = Promise.withResolvers<PendingAnswer>()
    let computed = 0
    const compute = () => {
      computed++
      return gate.promise
    }
    const asked = Array.from({ length: 5 }, () => pending.commit(key('r1'), compute))
    expect(() => pending.reveal(V1, 'r1')).toThrow(expect.objectContaining({ code: 'unknown-round' }))
    gate.resolve(answer('once'))
    expect(new Set(await Promise.all(asked)).size).toBe(1)
    expect(computed).toBe(1)
    expect(pending.bytes).toBe(4)
  })

  it('are refused for other questions under the name of a round, also while it is computed', async () => {
    const { pending } = setUp()
    const gate = Promise.withResolvers<PendingAnswer>()
    const first = pending.commit(key('r1'), () => gate.promise)
    const other = () => pending.commit(key('r1', V1, 'another'), async () => answer())
    await expect(other()).rejects.toMatchObject({ code: 'round-in-use' })
    gate.resolve(answer())
    await first
    await expect(other()).rejects.toMatchObject({ code: 'round-in-use' })
    await expect(pending.commit(key('r1', V2, 'another'), async () => answer())).resolves.toBeDefined()
  })

  it('can be asked for again when computing them failed', async () => {
    const { pending } = setUp()
    const failing = () => pending.commit(key('r1'), () => Promise.reject(new Error('broken')))
    await expect(Promise.all([failing(), failing()])).rejects.toThrow('broken')
    expect(pending.bytes).toBe(0)
    await pending.commit(key('r1', V1, 'another'), async () => answer('mended'))
    expect(pending.reveal(V1, 'r1').payload).toBe('mended')
  })

  it('are forgotten after their time', async () => {
    const { clock, keep, isKept, pending } = setUp({ ttlMs: 1_000 })
    await keep('r1')
    clock.move(500)
    await keep('r2')
    clock.move(499)
    expect([isKept('r1'), isKept('r2')]).toEqual([true, true])
    clock.move(1)
    expect([isKept('r1'), isKept('r2')]).toEqual([false, true])
    clock.move(500)
    expect(isKept('r2')).toBe(false)
    expect(pending.bytes).toBe(0)
  })

  it('that are not kept are refused with those that are', async () => {
    const { pending, keep } = setUp()
    await keep('r1')
    await keep('r2')
    await keep('r3', V2)
    expect(() => pending.reveal(V1, 'r9')).toThrow(
      expect.objectContaining({ code: 'unknown-round', message: expect.stringMatching(/"r9".*2 of .*"r1", "r2"$/) }),
    )
    expect(() => pending.reveal(V3, 'r1')).toThrow(expect.objectContaining({ message: expect.stringMatching(/0 of/) }))
  })

  it('make room for newer ones of the same validator', async () => {
    const { keep, isKept } = setUp({ maxPerValidator: 2 })
    for (const round of ['r1', 'r2', 'r3']) await keep(round)
    await keep('r1', V2)
    expect(['r1', 'r2', 'r3'].map((round) => isKept(round))).toEqual([false, true, true])
    expect(isKept('r1', V2)).toBe(true)
  })

  it('give way in the order in which they were ready, however long ago they were asked for', async () => {
    const { pending, keep, isKept } = setUp({ maxPerValidator: 2 })
    const slow = Promise.withResolvers<PendingAnswer>()
    const first = pending.commit(key('slow'), () => slow.promise)
    await keep('quick')
    slow.resolve(answer())
    await first
    await keep('last')
    expect(['slow', 'quick', 'last'].map((round) => isKept(round))).toEqual([true, false, true])
  })

  it('are dropped at the validator that takes most room', async () => {
    const { keep, isKept, pending } = setUp({ maxBytes: 10 })
    await keep('small', V2, '12')
    await keep('r1', V1, '1234')
    await keep('r2', V1, '1234')
    await keep('new', V3, '12')
    expect([isKept('small', V2), isKept('r1'), isKept('r2'), isKept('new', V3)]).toEqual([true, false, true, true])
    expect(pending.bytes).toBe(8)
  })

  it('that gave way before anybody fetched them are told of, and no others', async () => {
    const { clock, pending, keep, givenUp } = setUp({ maxPerValidator: 2, maxBytes: 10, ttlMs: 1_000 })
    await keep('fetched')
    pending.reveal(V1, 'fetched')
    await keep('too many')
    await keep('r3')
    expect(givenUp).toEqual([])
    await keep('r4')
    expect(givenUp).toEqual(['too many'])
    await keep('large', V1, '123456')
    await keep('other', V2, '12345')
    expect(givenUp).toEqual(['too many', 'r3', 'r4', 'large'])
    clock.move(1_000)
    await keep('r5')
    expect(givenUp).toHaveLength(4)
  })

  it('never take more room than allowed, and count what they take', async () => {
    const commit = fc.record({
      validator: fc.constantFrom(V1, V2, V3),
      round: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      payload: fc.string({ maxLength: 12 }),
      waitMs: fc.nat({ max: 400 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { maxLength: 40 }), async (commits) => {
        const { clock, pending, keep } = setUp({ maxBytes: 40, maxPerValidator: 3, ttlMs: 1_000 })
        for (const { validator, round, payload, waitMs } of commits) {
          clock.move(waitMs)
          await keep(round, validator, payload)
          expect(pending.bytes).toBeLessThanOrEqual(40)
          let bytes = 0
          for (const asked of [V1, V2, V3]) {
            const kept = ['a', 'b', 'c', 'd', 'e'].flatMap((name) => {
              try {
                return [pending.reveal(asked, name).payload]
              } catch {
                return []
              }
            })
            expect(kept.length).toBeLessThanOrEqual(3)
            bytes += kept.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
          }
          expect(pending.bytes).toBe(bytes)
        }
        clock.move(1_000)
        expect(() => pending.reveal(V1, 'a')).toThrow()
        expect(pending.bytes).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})
