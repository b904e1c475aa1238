import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '../../../../chain/yuma/arena.ts'
import { exactConsensus } from '../../../../chain/yuma/exact/consensus.ts'
import { ONE } from '../../../../chain/yuma/float64/arithmetic.ts'
import { findConsensus, hasConsensus } from '../../../../chain/yuma/float64/consensus.ts'
import { bigOf, share, shareRows, toExact, toMatrix } from '../../../support/yuma-matrices.ts'

const N = 9
const stakes = fc.array(share, { minLength: N, maxLength: N })

describe('findConsensus', () => {
  it('finds what literal quickselect finds', () => {
    fc.assert(
      fc.property(stakes, shareRows(N), share, (stake, rows, majority) => {
        const arena = createArena(0)
        const activeStake = Float64Array.from(stake)
        const found = findConsensus(arena, { activeStake, weights: toMatrix(arena, rows), majority })
        expect(bigOf(found)).toEqual(exactConsensus(stake.map(BigInt), toExact(rows), N, BigInt(majority)))
      }),
      { numRuns: 500 },
    )
  })

  it('finds the same when the columns do not fit into one block', () => {
    const n = 600
    const arena = createArena(0)
    const rows = Array.from({ length: n }, (_, u): [number, number][] => [
      [(u * 7) % n, ONE],
      [u, 1 + u],
      [3, 5 * u],
    ])
    const stake = rows.map((_, u) => 1 + u)
    const activeStake = Float64Array.from(stake)
    const found = findConsensus(arena, { activeStake, weights: toMatrix(arena, rows), majority: ONE / 2 })
    expect(bigOf(found)).toEqual(exactConsensus(stake.map(BigInt), toExact(rows), n, BigInt(ONE / 2)))
  })

  it('is 0 everywhere without stake', () => {
    const arena = createArena(0)
    const weights = toMatrix(arena, [[[0, ONE]], [[1, ONE]]])
    const found = findConsensus(arena, { activeStake: new Float64Array(2), weights, majority: 0 })
    expect(Array.from(found)).toEqual([0, 0])
    expect(hasConsensus(found)).toBe(false)
  })

  it('takes the upper value when the minority ends exactly between two', () => {
    const arena = createArena(0)
    const weights = toMatrix(arena, [[[0, 10]], [[0, 20]]])
    const activeStake = Float64Array.of(ONE / 2, ONE / 2)
    expect(findConsensus(arena, { activeStake, weights, majority: ONE / 2 })[0]).toBe(20)
    expect(findConsensus(arena, { activeStake, weights, majority: ONE / 2 + 1 })[0]).toBe(10)
  })
})
