import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  fromInteger,
  mulDiv,
  type SafeFloat,
  sharesAfter,
  sharesFor,
  ZERO,
} from '../../../../../../chain/runtime/pallets/subtensor/staking/safe-float.ts'

/** Amounts of all lengths, with those next to powers of ten, where numbers change their form. */
const rao = fc.oneof(
  fc
    .tuple(fc.nat({ max: 18 }), fc.bigInt({ min: 1n, max: 9n }), fc.integer({ min: -2, max: 2 }))
    .map(([zeros, digit, more]) => {
      const value = digit * 10n ** BigInt(zeros) + BigInt(more)
      return value > 0n ? value : 1n
    }),
  fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 1n, max: 2n ** 40n }),
)
/** Shares of any worth, in the one form that numbers have. */
const shares = fc.tuple(rao, rao, rao).map(([a, b, c]) => mulDiv(fromInteger(a), fromInteger(b), fromInteger(c)))

/** What buying comes to by the definition: what is bought, then the sum. */
const bought = (amount: bigint, all: SafeFloat, total: bigint) => add(all, sharesFor(amount, all, total))

describe('shares once some more are bought', () => {
  test('are those of before and the bought ones, to the last digit', () => {
    fc.assert(
      fc.property(rao, shares, rao, (amount, all, total) => {
        expect(sharesAfter(amount, all, total)).toEqual(bought(amount, all, total))
      }),
      { numRuns: 5_000 },
    )
  })

  test('are a rao each while nobody was paid without buying', () => {
    fc.assert(
      fc.property(rao, rao, (amount, total) => {
        expect(sharesAfter(amount, fromInteger(total), total)).toEqual(bought(amount, fromInteger(total), total))
      }),
      { numRuns: 1_000 },
    )
  })

  test('stay the same over many small payments to all and to one', () => {
    let [total, all, plain] = [10n ** 13n, fromInteger(10n ** 13n), fromInteger(10n ** 13n)]
    for (let epoch = 0; epoch < 2_000; epoch++) {
      const take = 4_111_111n + BigInt(epoch * 977)
      all = sharesAfter(take, all, total)
      plain = bought(take, plain, total)
      expect(all).toEqual(plain)
      total += take + 5n * take
    }
    expect(all.exponent).toBeLessThan(0n)
  })

  test('of none are worth what is paid, whatever else the hotkey has', () => {
    expect(sharesAfter(70n, ZERO, 0n)).toEqual(fromInteger(70n))
    expect(sharesAfter(70n, ZERO, 1_000n)).toEqual(fromInteger(70n))
  })
})
