import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoom, type Place, type RoomOptions } from '../../miner/room.ts'
import { isAppError } from '../../shared/errors.ts'

/** A room whose places tell whether they were lost. */
function createWatched(options: RoomOptions) {
  const room = createRoom(options)
  const lost = new Set<Place>()
  const enter = (bytes = 0): Place | undefined => {
    try {
      const place = room.enter(bytes)
      place.lost.catch((error: unknown) => {
        if (isAppError(error, 'busy')) lost.add(place)
      })
      return place
    } catch (error) {
      if (!isAppError(error, 'busy')) throw error
      return undefined
    }
  }
  const told = () => new Promise<void>((resolve) => setImmediate(resolve))
  return { enter, lost, told }
}

describe('the room for requests', () => {
  it('takes the place of the oldest whose sender is not known, and of nobody else', async () => {
    const { enter, lost, told } = createWatched({ maxRequests: 3 })
    const [known, oldest, other] = [enter(), enter(), enter()]
    known?.keep()
    expect(enter()).toBeDefined()
    await told()
    expect([...lost]).toEqual([oldest])
    other?.keep()
    enter()?.keep()
    expect(enter()).toBeUndefined()
    await told()
    expect(lost.size).toBe(2)
  })

  it('counts bytes as it counts requests', async () => {
    const { enter, lost, told } = createWatched({ maxRequests: 100, maxBytes: 10 })
    const large = enter(6)
    const small = enter(4)
    small?.keep()
    expect(enter(6)).toBeDefined()
    await told()
    expect([...lost]).toEqual([large])
    expect(enter(7)).toBeUndefined()
  })

  it('does not turn anybody out in vain', async () => {
    const { enter, lost, told } = createWatched({ maxRequests: 100, maxBytes: 10 })
    enter(6)?.keep()
    enter(2)
    expect(enter(5)).toBeUndefined()
    await told()
    expect(lost.size).toBe(0)
  })

  it('does not let a request that gave way come back', async () => {
    const { enter } = createWatched({ maxRequests: 1 })
    const first = enter()
    const second = enter()
    first?.keep()
    second?.keep()
    first?.leave()
    expect(enter()).toBeUndefined()
    second?.leave()
    expect(enter()).toBeDefined()
  })

  it('never holds more than it may, and is empty when all have left', async () => {
    const step = fc.record({ bytes: fc.nat(6), next: fc.constantFrom('wait', 'keep', 'leave') })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { enter, lost, told } = createWatched({ maxRequests: 4, maxBytes: 12 })
        const inside = new Map<Place, number>()
        for (const { bytes, next } of steps) {
          const place = enter(bytes)
          await told()
          for (const gone of lost) inside.delete(gone)
          if (place === undefined) continue
          inside.set(place, bytes)
          expect(inside.size).toBeLessThanOrEqual(4)
          expect([...inside.values()].reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(12)
          if (next === 'keep') place.keep()
          if (next !== 'leave') continue
          place.leave()
          inside.delete(place)
        }
        for (const place of inside.keys()) place.leave()
        for (let i = 0; i < 4; i++) enter(3)?.keep()
        expect(enter()).toBeUndefined()
      }),
      { numRuns: 50 },
    )
  })
})

it('a place that was lost is not kept afterwards, and takes no room', () => {
  const room = createRoom({ maxRequests: 1 })
  const lost = room.enter(1)
  const newer = room.enter(1)
  lost.keep()
  newer.keep()
  expect(() => room.enter(1)).toThrow(expect.objectContaining({ code: 'busy' }))
  newer.leave()
  expect(() => room.enter(1)).not.toThrow()
})
