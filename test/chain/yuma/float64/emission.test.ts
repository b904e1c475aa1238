import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '../../../../chain/yuma/arena.ts'
import { I96F32, toU64 } from '../../../../chain/yuma/fixed.ts'
import { ONE } from '../../../../chain/yuma/float64/arithmetic.ts'
import { emissionAmounts, emissionScores } from '../../../../chain/yuma/float64/emission.ts'
import { share } from '../../../support/yuma-matrices.ts'

const U64_MAX = (1n << 64n) - 1n
const rao = fc.oneof(
  fc.constantFrom(0n, 1n, (1n << 53n) - 1n, 1n << 53n, (1n << 53n) + 1n, U64_MAX),
  fc.bigInt({ min: 0n, max: 1n << 53n }),
  fc.bigInt({ min: 0n, max: U64_MAX }),
)
const exactAmount = (score: number, emission: bigint) =>
  toU64(I96F32.floor(I96F32.mul(BigInt(score), I96F32.fromInteger(emission))))

describe('emissionAmounts', () => {
  it('is exact for any score and any u64 amount', () => {
    fc.assert(
      fc.property(share, share, share, rao, (server, validator, combined, emission) => {
        const scores = {
          server: Float64Array.of(server),
          validator: Float64Array.of(validator),
          combined: Float64Array.of(combined),
        }
        expect(emissionAmounts(scores, emission)).toEqual({
          server: [exactAmount(server, emission)],
          validator: [exactAmount(validator, emission)],
          combined: [exactAmount(combined, emission)],
        })
      }),
      { numRuns: 3000 },
    )
  })
})

describe('emissionScores', () => {
  const none = new Float64Array(2)
  const stake = Float64Array.of(ONE / 4, (3 * ONE) / 4)

  it('halves the emission between miners and validators', () => {
    const scores = emissionScores(createArena(0), {
      incentive: Float64Array.of(ONE, 0),
      dividends: Float64Array.of(0, ONE),
      stake,
      activeStake: stake,
    })
    expect(Array.from(scores.server)).toEqual([ONE / 2, 0])
    expect(Array.from(scores.validator)).toEqual([0, ONE / 2])
    expect(Array.from(scores.combined)).toEqual([ONE / 2, ONE / 2])
  })

  it('falls back to active stake, and to all stake when nobody is active', () => {
    const active = Float64Array.of(0, ONE)
    const nobodyEarned = { incentive: none, dividends: none, stake }
    expect(emissionScores(createArena(0), { ...nobodyEarned, activeStake: active }).combined).toEqual(active)
    expect(emissionScores(createArena(0), { ...nobodyEarned, activeStake: none }).validator).toEqual(stake)
  })
})
