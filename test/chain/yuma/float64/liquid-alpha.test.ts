import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '../../../../chain/yuma/arena.ts'
import {
  exactAlpha,
  exactAlphaEma,
  exactAlphaMatrix,
  exactAlphaParameters,
} from '../../../../chain/yuma/exact/liquid-alpha.ts'
import { ONE } from '../../../../chain/yuma/float64/arithmetic.ts'
import { alphaCurve, liquidAlpha, liquidAlphaEma } from '../../../../chain/yuma/float64/liquid-alpha.ts'
import { u16 } from '../../../support/yuma-arbitraries.ts'
import { exactOf, share, shareRows, toExact, toMatrix } from '../../../support/yuma-matrices.ts'

const N = 6
const steepness = fc.oneof(fc.constantFrom(1000, 1, -1, 0), fc.integer({ min: -32_768, max: 32_767 }))
const shares = fc.array(share, { minLength: N, maxLength: N })

describe('liquidAlpha', () => {
  it('is what exact integers give, for any bounds and slope', () => {
    fc.assert(
      fc.property(share, share, share, u16, u16, steepness, (consensus, weight, bond, low, high, slope) => {
        const found = liquidAlpha(consensus, weight, bond, alphaCurve(low, high, slope))
        const parameters = exactAlphaParameters(low, high, slope)
        expect(BigInt(found)).toBe(exactAlpha(BigInt(consensus), BigInt(weight), BigInt(bond), parameters))
      }),
      { numRuns: 5000 },
    )
  })

  it('moves fast towards weights above consensus and slowly otherwise', () => {
    const curve = alphaCurve(6_553, 58_982, 1000)
    const eager = liquidAlpha(0, ONE, 0, curve)
    const calm = liquidAlpha(ONE / 2, ONE / 2, ONE / 4, curve)
    expect(eager).toBeGreaterThan(0.89 * ONE)
    expect(calm).toBeLessThan(0.11 * ONE)
  })
})

describe('liquidAlphaEma', () => {
  it('is what exact integers give, for unsorted and repeated entries too', () => {
    fc.assert(
      fc.property(shareRows(N), shareRows(N, 2), shares, steepness, (weights, bonds, consensus, slope) => {
        const arena = createArena(0)
        const found = liquidAlphaEma(arena, {
          weights: toMatrix(arena, weights),
          bonds: toMatrix(arena, bonds),
          consensus: Float64Array.from(consensus),
          curve: alphaCurve(45_875, 58_982, slope),
        })
        const parameters = exactAlphaParameters(45_875, 58_982, slope)
        const exact = [toExact(weights), toExact(bonds)] as const
        const alpha = exactAlphaMatrix(...exact, consensus.map(BigInt), parameters)
        expect(exactOf(found)).toEqual(exactAlphaEma(...exact, alpha))
      }),
      { numRuns: 500 },
    )
  })

  it('drops a bond without a weight at once, and lets one with a zero weight decay', () => {
    const arena = createArena(0)
    const found = liquidAlphaEma(arena, {
      weights: toMatrix(arena, [[[1, 0]], []]),
      bonds: toMatrix(arena, [
        [
          [0, ONE],
          [1, ONE],
        ],
        [],
      ]),
      consensus: Float64Array.of(1, 1),
      curve: alphaCurve(6_553, 6_553, 1000),
    })
    // 6553/65535, cut to 32 fraction bits, goes.
    expect(exactOf(found)).toEqual([[[1, 2n ** 32n - 429_463_961n]], []])
  })
})
