import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '../../../../chain/yuma/arena.ts'
import { colClip, columnScores, interpolate } from '../../../../chain/yuma/exact/matrix.ts'
import { clipToConsensus, weightsForBonds } from '../../../../chain/yuma/float64/clipping.ts'
import { bigOf, exactOf, share, shareRows, toExact, toMatrix } from '../../../support/yuma-matrices.ts'

const N = 8
const shares = fc.array(share, { minLength: N, maxLength: N })

describe('clipping on float64', () => {
  it('does what exact clipping does, in ranks, trust and weights for bonds too', () => {
    fc.assert(
      fc.property(shareRows(N), shares, shares, share, (rows, consensus, stake, penalty) => {
        const arena = createArena(0)
        const weights = toMatrix(arena, rows)
        const activeStake = Float64Array.from(stake)
        const {
          weights: clipped,
          trust,
          ranks,
        } = clipToConsensus(arena, weights, Float64Array.from(consensus), activeStake)
        const exact = colClip(toExact(rows), consensus.map(BigInt))
        expect(exactOf(clipped)).toEqual(exact)
        expect(bigOf(trust)).toEqual(exact.map((row) => row.reduce((sum, [, value]) => sum + value, 0n)))
        expect(bigOf(ranks)).toEqual(columnScores(exact, stake.map(BigInt), N))
        expect(exactOf(weightsForBonds(arena, weights, clipped, penalty))).toEqual(
          interpolate(toExact(rows), exact, N, BigInt(penalty)),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('drops weights on what nobody agrees on, but keeps zeros', () => {
    const arena = createArena(0)
    const weights = toMatrix(arena, [
      [
        [0, 5],
        [1, 0],
      ],
      [],
    ])
    const none = new Float64Array(2)
    expect(exactOf(clipToConsensus(arena, weights, none, none).weights)).toEqual([[[1, 0n]], []])
  })
})
