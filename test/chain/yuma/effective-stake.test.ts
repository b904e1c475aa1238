import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveStake, inheritedStake, taoWeightBits } from '../../../chain/yuma/effective-stake.ts'

const U64_MAX = (1n << 64n) - 1n
const MAINNET_TAO_WEIGHT = 971_718_665_099_567_868n
const rao = fc.bigInt({ min: 0n, max: 21_000_000_000_000_000n })

describe('effectiveStake', () => {
  it('counts alpha fully', () => {
    expect(effectiveStake(7n, 0n, MAINNET_TAO_WEIGHT)).toBe(7n << 64n)
    expect(effectiveStake(7n, 1_000n, 0n)).toBe(7n << 64n)
  })

  it('counts TAO by the weight, cut to 32 fraction bits', () => {
    // 971718665099567868 / (2^64 - 1) = 0.0526769…, and floor(0.0526769… · 2^32) = 226245665.
    const ratio = (MAINNET_TAO_WEIGHT << 32n) / U64_MAX
    expect(taoWeightBits(MAINNET_TAO_WEIGHT)).toBe(ratio << 32n)
    expect(Number(ratio) / 2 ** 32).toBeCloseTo(0.0526769, 6)
    expect(effectiveStake(0n, 1_000_000_000n, MAINNET_TAO_WEIGHT)).toBe((ratio * 1_000_000_000n) << 32n)
  })

  it('counts TAO like alpha at full weight', () => {
    expect(taoWeightBits(U64_MAX)).toBe(1n << 64n)
    expect(effectiveStake(3n, 4n, U64_MAX)).toBe(7n << 64n)
  })

  it('saturates', () => {
    expect(effectiveStake(U64_MAX, U64_MAX, U64_MAX)).toBe((1n << 127n) - 1n)
  })
})

describe('inheritedStake', () => {
  it('is the own stake without relations', () => {
    expect(inheritedStake(12n, { children: [], parents: [] })).toBe(12n)
  })

  it('moves half to a child, and the child gets it', () => {
    const half = U64_MAX / 2n
    // Proportions are cut to 32 fraction bits: a little less than half leaves.
    expect(inheritedStake(1_000n, { children: [half], parents: [] })).toBe(500n)
    expect(inheritedStake(0n, { children: [], parents: [{ stake: 1_000n, proportion: half }] })).toBe(499n)
  })

  it('never falls below zero', () => {
    expect(inheritedStake(1_000n, { children: [U64_MAX, U64_MAX], parents: [] })).toBe(0n)
  })

  it('creates no stake when a parent shares with two children', () => {
    const proportion = fc.bigInt({ min: 0n, max: U64_MAX / 2n })
    fc.assert(
      fc.property(rao, proportion, proportion, (own, first, second) => {
        const parent = inheritedStake(own, { children: [first, second], parents: [] })
        const received = [first, second].map((share) =>
          inheritedStake(0n, { children: [], parents: [{ stake: own, proportion: share }] }),
        )
        const sum = received.reduce((total, part) => total + part, parent)
        expect(sum <= own).toBe(true)
        expect(own - sum).toBeLessThanOrEqual(3n)
      }),
    )
  })
})
