import { describe, expect, it } from 'vitest'
import { isDuplicate, type PairEvidence, updatePair } from '../../../shared/scoring/pair-evidence.ts'
import { DEFAULT_SCORING } from '../../../shared/scoring/settings.ts'

const settings = { ...DEFAULT_SCORING, halfLifeRounds: 1, nearRatio: 0.1 }
const far: PairEvidence = {
  ...{ a: 'a', b: 'b', rounds: 3, distance: 50, room: 100 },
  ...{ gap: 0, gapVariance: 0, alike: 0, telling: 100, since: undefined },
}
const isOne = (change: Partial<PairEvidence>, by: Partial<typeof settings> = {}): boolean =>
  isDuplicate({ ...far, ...change }, { ...settings, ...by })

describe('two miners are one', () => {
  it('at once when their answers are equal, however little they tell', () => {
    expect(isOne({ distance: 0.1, rounds: 1, telling: 0 })).toBe(true)
    expect(isOne({ distance: 0, room: 0, rounds: 1, telling: 0 })).toBe(true)
  })

  it('after 60 telling tasks when their answers differ by rounding', () => {
    expect([59, 60].map((telling) => isOne({ distance: 2, rounds: 1, telling }))).toEqual([false, true])
  })

  it('after three rounds and 60 telling tasks when they are nearer than models that were meant to differ', () => {
    expect([2, 3].map((rounds) => isOne({ distance: 4, gap: 4, rounds }))).toEqual([false, true])
    expect([59, 60].map((telling) => isOne({ distance: 4, gap: 4, telling }))).toEqual([false, true])
    expect([4, 4.01].map((distance) => isOne({ distance, gap: 4 }))).toEqual([true, false])
  })

  it('after three rounds when three tasks in four are answered alike', () => {
    expect([74.9, 75].map((alike) => isOne({ alike }))).toEqual([false, true])
    expect(isOne({ alike: 100, rounds: 2 })).toBe(false)
  })

  it('after three rounds when they are near and what parts them leads nowhere', () => {
    expect([1.6, 1.61, -1.6, -1.61].map((gap) => isOne({ distance: 8, gap }))).toEqual([true, false, true, false])
    expect([10, 10.1].map((distance) => isOne({ distance }))).toEqual([true, false])
  })

  it('only when that is sure, and once it was until the contrary is as sure', () => {
    const unsure = { distance: 8, gapVariance: 0.16 }
    expect([0.8, 0.81].map((gap) => isOne({ ...unsure, gap }))).toEqual([true, false])
    expect([2.4, 2.41].map((gap) => isOne({ ...unsure, gap, since: 1 }))).toEqual([true, false])
  })

  it('by none of this but the same answers where separate trainings end as near', () => {
    for (const change of [{ distance: 4 }, { alike: 100 }, { distance: 8 }])
      expect([0, 0.1].map((nearRatio) => isOne(change, { nearRatio }))).toEqual([false, true])
    expect(isOne({ distance: 2 }, { nearRatio: 0 })).toBe(true)
  })
})

describe('the evidence on a pair', () => {
  const likeness = { distance: 8, room: 100, gap: 1, gapVariance: 0.16, alike: 10, telling: 100 }
  const start = { ...far, rounds: 0, distance: 0, room: 0, telling: 0 }
  const next = (before: PairEvidence, number: number, change = {}) =>
    updatePair(before, { ...likeness, ...change }, { round: number, settings })

  it('fades by half in every half-life, the variance of its gap by a quarter', () => {
    const two = next(next(start, 1), 2)
    expect(two).toMatchObject({ rounds: 2, distance: 12, room: 150, gap: 1.5, alike: 15, telling: 150 })
    expect(two.gapVariance).toBeCloseTo(1.25 * 0.16, 12)
  })

  it('remembers since which round it is enough, for as long as it is', () => {
    const rounds: PairEvidence[] = []
    for (const number of [1, 2, 3, 4]) rounds.push(next(rounds.at(-1) ?? start, number, { gap: 0 }))
    expect(rounds.map(({ since }) => since)).toEqual([undefined, undefined, 3, 3])
    expect(next(rounds[3]!, 5, { distance: 90 }).since).toBeUndefined()
  })
})
