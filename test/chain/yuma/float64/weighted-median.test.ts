import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '../../../../chain/yuma/arena.ts'
import { weightedMedian } from '../../../../chain/yuma/exact/consensus.ts'
import { normalize, ONE, sumOf } from '../../../../chain/yuma/float64/arithmetic.ts'
import { createVoters, medianOf } from '../../../../chain/yuma/float64/weighted-median.ts'
import { share } from '../../../support/yuma-matrices.ts'

/** Scores of which many are equal or next to each other. */
const crowded = fc
  .tuple(fc.constantFrom(0, 1000, ONE / 2, ONE - 9), fc.integer({ min: 0, max: 9 }))
  .map(([base, nudge]) => base + nudge)
const voter = fc.record({ stake: fc.oneof(fc.constantFrom(1, 2, ONE), share), score: fc.oneof(share, crowded) })

function bothMedians(votes: readonly { stake: number; score: number }[], majority: number, stride: number) {
  const stake = normalize(Float64Array.from(votes, (vote) => Math.max(1, vote.stake)))
  const total = sumOf(stake)
  const block = new Float64Array(votes.length * stride + 1)
  for (const [k, { score }] of votes.entries()) block[1 + k * stride] = score
  const found = medianOf(createVoters(createArena(0), stake, total, total - majority), block, 1, stride)
  const exact = weightedMedian({
    stake: Array.from(stake, BigInt),
    score: votes.map(({ score }) => BigInt(score)),
    partition: votes.map((_, k) => k),
    minority: BigInt(total - majority),
    low: 0n,
    high: BigInt(total),
  })
  return { found: BigInt(found), exact }
}

describe('medianOf', () => {
  it.each([
    ['few', 5],
    ['many', 80],
  ])('finds what literal quickselect finds among %s voters', (_, maxLength) => {
    fc.assert(
      fc.property(
        fc.array(voter, { minLength: 1, maxLength, size: 'max' }),
        share,
        fc.integer({ min: 1, max: 5 }),
        (votes, majority, stride) => {
          const { found, exact } = bothMedians(votes, majority, stride)
          expect(found).toBe(exact)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('tells neighbours apart whatever their last bits are', () => {
    for (let score = 0; score < 16; score++) {
      const votes = [score, score + 1, score + 2].map((value) => ({ stake: 1, score: value }))
      expect(bothMedians(votes, ONE / 2, 1).found).toBe(BigInt(score + 1))
    }
  })

  it('counts the stake of those whose scores are equal together', () => {
    const votes = [7, 9, 9, 9, 8].map((score) => ({ stake: ONE / 8, score }))
    expect(bothMedians(votes, ONE / 2, 1).found).toBe(9n)
    expect(bothMedians(votes, Math.floor(0.7 * ONE), 1).found).toBe(8n)
  })
})
