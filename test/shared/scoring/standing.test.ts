import { describe, expect, it } from 'vitest'
import type { MinerRound, ScoredAnswers } from '../../../shared/scoring/round.ts'
import { DEFAULT_SCORING } from '../../../shared/scoring/settings.ts'
import { type Standing, updateStanding } from '../../../shared/scoring/standing.ts'

const scale = { worst: -1, chance: 0, perfect: 1 }
const settings = { ...DEFAULT_SCORING, halfLifeRounds: 1 }
/** Scores around a mean that scatter so little that any gap is sure. */
const around = (mean: number) => Float64Array.from({ length: 20 }, (_, i) => mean + (i % 2 === 0 ? 0.001 : -0.001))
const answers = (shared: number, slice: number): ScoredAnswers => ({
  ...{ shared: around(shared), errors: new Float64Array(20), slice: around(slice), sliceScale: scale },
  ...{ canaries: new Float64Array(0), canaryScale: scale, latencyMs: undefined },
})
const played = (rounds: readonly Partial<MinerRound>[]): Standing =>
  rounds.reduce<Standing | undefined>(
    (known, round, index) =>
      updateStanding(
        known,
        { hotkey: 'a', answers: undefined, proof: 'absent', ...round },
        { number: index + 1, scale, contribution: undefined, settings },
      ),
    undefined,
  )!

describe('a standing', () => {
  it('counts a round without an answer as one without skill', () => {
    const { skill, missed } = played([{ answers: answers(0.9, 0.9) }, {}])
    expect(skill.mean).toBeCloseTo(0.3, 12)
    expect(missed.mean).toBeCloseTo(2 / 3, 12)
  })

  it('names no relay for a gap that is not worth naming, however sure it is', () => {
    expect(played([{ answers: answers(0.9, 0.86) }]).since.relay).toBeUndefined()
    expect(played([{ answers: answers(0.9, 0.84) }]).since.relay).toBe(1)
  })

  it('remembers since which round a finding holds without a break', () => {
    const good = { answers: answers(0.9, 0.9) }
    expect([1, 2, 3].map((count) => played([good, ...Array<object>(count).fill({})]).since.late)).toEqual([2, 2, 2])
    // After four rounds less than a tenth of the weight is of the missed one.
    const again = [{}, good, good, good, good, good, {}]
    expect(again.map((_, end) => played(again.slice(0, end + 1)).since.late)).toEqual([
      1,
      1,
      1,
      undefined,
      undefined,
      undefined,
      7,
    ])
  })
})
