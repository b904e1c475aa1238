import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  feeOf,
  mostToBuy,
  mostToSell,
  squareRoot,
  trade,
} from '../../../../../../chain/runtime/pallets/subtensor/pool/constant-product.ts'

const reserve = fc.bigInt({ min: 1_000_000n, max: 10n ** 16n })
const amount = fc.bigInt({ min: 1n, max: 10n ** 16n })
const rate = fc.integer({ min: 0, max: 10_000 })

describe('a trade', () => {
  test('has known figures', () => {
    // A tenth of the reserve buys a tenth of what there is then: 10^9 · 10^8 / 1.1·10^9.
    expect(trade(10n ** 9n, 10n ** 9n, 10n ** 8n, 0)).toEqual({ paidIn: 10n ** 8n, fee: 0n, paidOut: 90_909_090n })
    expect(trade(10n ** 9n, 10n ** 9n, 10n ** 8n, 33)).toEqual({
      paidIn: 99_949_646n,
      fee: 50_354n,
      paidOut: 90_867_474n,
    })
    expect(trade(10n ** 9n, 10n ** 9n, 0n, 33)).toEqual({ paidIn: 0n, fee: 0n, paidOut: 0n })
  })

  test('never lowers the product, whatever the amounts', () => {
    fc.assert(
      fc.property(reserve, reserve, amount, rate, (a, b, given, feeRate) => {
        const { paidIn, fee, paidOut } = trade(a, b, given, feeRate)
        expect(paidIn + fee).toBe(given)
        expect((a + paidIn) * (b - paidOut)).toBeGreaterThanOrEqual(a * b)
        // A rao more would lower it.
        expect((a + paidIn) * (b - paidOut - 1n)).toBeLessThan(a * b)
      }),
    )
  })

  test('in two parts never gives more than at once', () => {
    fc.assert(
      fc.property(reserve, reserve, amount, amount, (a, b, first, second) => {
        const one = trade(a, b, first, 0)
        const two = trade(a + one.paidIn, b - one.paidOut, second, 0)
        expect(one.paidOut + two.paidOut).toBeLessThanOrEqual(trade(a, b, first + second, 0).paidOut)
      }),
    )
  })
})

describe('the most within a price', () => {
  const price = fc.bigInt({ min: 1n, max: 10n ** 13n })

  test('keeps the price, and a little more does not', () => {
    fc.assert(
      fc.property(reserve, reserve, price, rate, (tao, alpha, limit, feeRate) => {
        const most = mostToBuy({ tao, alpha }, limit, feeRate)
        if (most === 0n || most === tao * 1_000n) return
        const { paidIn, paidOut } = trade(tao, alpha, most, feeRate)
        expect((tao + paidIn) * 10n ** 9n).toBeLessThanOrEqual(limit * (alpha - paidOut))
        expect(most - feeOf(most, feeRate)).toBe(paidIn)
        const further = paidIn + paidIn / 1_000n + 3n
        expect((tao + further) ** 2n * 10n ** 9n).toBeGreaterThan(limit * tao * alpha)
      }),
    )
  })

  test('keeps the price when selling', () => {
    fc.assert(
      fc.property(reserve, reserve, price, rate, (tao, alpha, limit, feeRate) => {
        const most = mostToSell({ tao, alpha }, limit, feeRate)
        expect(most).toBeLessThanOrEqual(alpha * 1_000n)
        const { paidIn, paidOut } = trade(alpha, tao, most, feeRate)
        if (most > 0n) expect((tao - paidOut) * 10n ** 9n).toBeGreaterThanOrEqual(limit * (alpha + paidIn))
      }),
    )
  })

  test('is nothing beyond the limit, and all that a pool can trade without one', () => {
    expect(mostToBuy({ tao: 10n ** 9n, alpha: 10n ** 9n }, 999_999_999n, 0)).toBe(0n)
    expect(mostToSell({ tao: 10n ** 9n, alpha: 10n ** 9n }, 1_000_000_001n, 0)).toBe(0n)
    expect(mostToSell({ tao: 10n ** 9n, alpha: 10n ** 9n }, 0n, 0)).toBe(10n ** 12n)
  })
})

test('square roots are whole and rounded down', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (value) => {
      const root = squareRoot(value)
      expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true)
    }),
  )
})
