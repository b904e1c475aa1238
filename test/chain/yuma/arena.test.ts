import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena, resultArena, reuseArena } from '../../../chain/yuma/arena.ts'

describe('an arena', () => {
  it('hands out zeroed arrays that do not overlap, whatever its first size', () => {
    const requests = fc.array(
      fc.tuple(fc.constantFrom('float64', 'uint32', 'int32', 'uint16'), fc.integer({ min: 0, max: 50 })),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(
        requests,
        fc.integer({ min: 0, max: 500 }),
        fc.constantFrom(createArena, reuseArena, resultArena),
        (wanted, bytes, make) => {
          const arena = make(bytes)
          const arrays = wanted.map(([kind, length]) => {
            const array = arena[kind](length)
            expect(array).toHaveLength(length)
            expect(array.every((value) => value === 0)).toBe(true)
            return array
          })
          for (const [index, array] of arrays.entries()) array.fill(index + 1)
          for (const [index, array] of arrays.entries()) expect(array.every((value) => value === index + 1)).toBe(true)
        },
      ),
    )
  })

  it('of results leaves alone what was cut before', () => {
    const results = Array.from({ length: 500 }, (_, index) => {
      const array = resultArena(999).float64(index % 300)
      return array.fill(index + 1)
    })
    for (const [index, array] of results.entries()) expect(array.every((value) => value === index + 1)).toBe(true)
  })
})
