import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permutation } from '../../shared/permutation.ts'
import { seeded } from '../support/seeded.ts'

describe('permutation', () => {
  it('holds each number once', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(), (count, seed) => {
        const order = permutation(seeded(seed), count)
        expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
      }),
    )
  })

  it('gives every order of three about equally often', () => {
    const rng = seeded(5)
    const seen = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const key = permutation(rng, 3).join('')
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    // Expected 1000 each with deviation 29.
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
  })
})
