import { describe, expect, it } from 'vitest'
import {
  relayGapOf,
  relayZOf,
  type SliceRound,
  sliceCapOf,
  updateSliceEvidence,
} from '../../../shared/scoring/relay.ts'

const scale = { worst: -1, chance: 0, perfect: 1 }
const halves = Array.from({ length: 20 }, (_, i) => i % 2)
const round = (shared: readonly number[], slice: readonly number[]): SliceRound => ({
  shared,
  sharedScale: scale,
  slice,
  sliceScale: scale,
})
const evidenceAfter = (rounds: readonly SliceRound[], halfLife = 1) =>
  rounds.reduce<ReturnType<typeof updateSliceEvidence>>(
    (known, one) => updateSliceEvidence(known, one, halfLife),
    undefined,
  )!

describe('evidence of the slices', () => {
  it('of a slice without scatter is no surer than that of one with the scatter of shared tasks', () => {
    const calm = evidenceAfter([round(halves, Array<number>(20).fill(1))])
    expect(calm.variance).toBeCloseTo(evidenceAfter([round(halves, halves)]).variance, 12)
    expect(calm.variance).toBeGreaterThan(0)
  })

  it('takes the scatter of the slice where that is the larger', () => {
    const wild = halves.map((score) => 4 * score)
    expect(evidenceAfter([round(halves, wild)]).variance).toBeGreaterThan(
      evidenceAfter([round(halves, halves)]).variance,
    )
  })

  it('says nothing of a round with a single task of either kind', () => {
    const known = evidenceAfter([round(halves, halves)])
    expect(updateSliceEvidence(known, round(halves, [0]), 1)).toBe(known)
    expect(updateSliceEvidence(known, round([0], halves), 1)).toBe(known)
    expect(updateSliceEvidence(undefined, round(halves, [0]), 1)).toBeUndefined()
  })

  it('fades by half in every half-life, its variance by a quarter', () => {
    const one = evidenceAfter([round([1, 0.8], [0.2, 0])])
    const two = evidenceAfter([round([1, 0.8], [0.2, 0]), round([1, 0.8], [0.2, 0])])
    expect([two.rounds, two.weight, two.gap / one.gap, two.slice / one.slice, two.variance / one.variance]).toEqual(
      [2, 1.5, 1.5, 1.5, 1.25].map((expected) => expect.closeTo(expected, 12)),
    )
    expect(relayGapOf(two)).toBeCloseTo(0.8, 12)
  })

  it('is as sure as can be where nothing scatters and shared tasks are answered better', () => {
    const still = (gap: number) => ({ rounds: 1, weight: 1, gap, variance: 0, slice: 0.5 })
    expect([0.1, 0, -0.1].map((gap) => relayZOf(still(gap)))).toEqual([Number.MAX_VALUE, 0, 0])
  })
})

describe('the skill that slices support', () => {
  const limits = { trust: 2, limit: 4.5 }
  const at = (z: number) => sliceCapOf({ rounds: 1, weight: 1, gap: 0.1 * z, variance: 0.01, slice: 0.5 }, limits)

  it('lies two standard errors above their mean for whoever is not suspected', () => {
    expect([-3, 0, 2].map(at)).toEqual(Array(3).fill(expect.closeTo(0.7, 12)))
  })

  it('falls with suspicion to what they prove with 95 % confidence, and no lower', () => {
    expect([4.5, 6, 100].map(at)).toEqual(Array(3).fill(expect.closeTo(0.5 - 0.16448536, 8)))
    expect(at(3)).toBeLessThan(at(2.5))
    expect(at(2.5)).toBeLessThan(at(2))
  })
})
