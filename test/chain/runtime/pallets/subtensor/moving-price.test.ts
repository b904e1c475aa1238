import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movedPrice, quicklyMovedPrice } from '../../../../../chain/runtime/pallets/subtensor/coinbase/moving-price.ts'

const ONE = 2n ** 32n
const ratio = fc.oneof(fc.bigInt({ min: 0n, max: ONE }), fc.constantFrom(0n, 1n, ONE - 1n, ONE))
const strange = fc.bigInt({ min: -(2n ** 40n), max: 2n ** 70n })

describe('the moving price in numbers', () => {
  test('is that of the chain, whatever the settings', () => {
    const move = fc.record({
      old: fc.oneof({ weight: 8, arbitrary: ratio }, strange),
      spot: ratio,
      age: fc.oneof(fc.integer({ min: 1, max: 2 ** 32 - 1 }), fc.integer({ min: -3, max: 400 })),
      halving: fc.oneof(
        { weight: 8, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 7n }) },
        fc.bigInt(0n, 2n ** 64n - 1n),
      ),
      alpha: fc.oneof({ weight: 8, arbitrary: ratio }, strange),
    })
    fc.assert(
      fc.property(move, (of) => {
        expect(quicklyMovedPrice(of)).toBe(movedPrice(of))
      }),
      { numRuns: 10_000 },
    )
  })

  test('comes to the spot price and stays there', () => {
    let price = 0n
    for (let age = 1; age < 3_000; age++) {
      const next = quicklyMovedPrice({ old: price, spot: ONE / 2n, age, halving: 100n, alpha: ONE / 50n })
      expect(next).toBeGreaterThanOrEqual(price - 1n)
      price = next
    }
    expect(Number(price) / Number(ONE)).toBeCloseTo(0.5, 6)
  })
})
