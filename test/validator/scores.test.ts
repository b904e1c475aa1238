import { describe, expect, it } from 'vitest'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { weigh } from '../../shared/mechanism/weigh.ts'
import type { Ss58 } from '../../shared/units.ts'
import type { ScoreRecord } from '../../validator/db/scores.ts'
import { nextScores } from '../../validator/scores.ts'
import { answerOf, hotkeyOf } from './support/database.ts'

const { scale } = glyphs
const HALF_LIFE = 20
const MINER = hotkeyOf(1)
const GOOD = answerOf(1, { score: 0.1 * scale.chance })
const MISSED = answerOf(1, { score: scale.worst, outcome: 'timeout', detail: 'late', model: null, body: null })

/** The miner's record after rounds that it answered well, `true`, or missed. */
function play(rounds: readonly boolean[]): ScoreRecord {
  let scores: ReadonlyMap<Ss58, ScoreRecord> = new Map()
  for (const isAnswered of rounds) {
    const next = nextScores(scores, [isAnswered ? GOOD : MISSED], { scale, halfLifeRounds: HALF_LIFE })
    scores = new Map(next.map((record) => [record.hotkey, record]))
  }
  return scores.get(MINER)!
}

const times = (count: number, isAnswered: boolean): boolean[] => Array<boolean>(count).fill(isAnswered)

describe('a miner that misses rounds', () => {
  it('loses their share of the average and no more', () => {
    const { average } = play([...times(4, true), false])
    const share = 1 / average.weight
    expect(average.mean).toBeCloseTo(0.9 * (1 - share), 10)
  })

  it('goes on earning after a crash of three rounds, also when it is as young as that', () => {
    expect(play([...times(200, true), ...times(3, false)]).average.mean).toBeGreaterThan(0.8)
    const young = play([...times(5, true), ...times(3, false)]).average.mean
    expect(young).toBeGreaterThan(0.5)
    const [weightOfYoung = 0] = weigh([young, 0.9])
    expect(weightOfYoung).toBeGreaterThan(0.3 * 65_535)
  })

  it('has half of the loss back after a half-life', () => {
    const before = play(times(500, true)).average.mean
    const lost = before - play([...times(500, true), ...times(3, false)]).average.mean
    const later = before - play([...times(500, true), ...times(3, false), ...times(HALF_LIFE, true)]).average.mean
    expect(later).toBeCloseTo(lost / 2, 8)
  })

  it('earns nothing when it never answers, and less the more it misses', () => {
    expect(play(times(30, false)).average.mean).toBe(0)
    const means = [0, 1, 2, 5, 10].map((missed) => play([...times(20, true), ...times(missed, false)]).average.mean)
    for (let i = 1; i < means.length; i++) expect(means[i]).toBeLessThan(means[i - 1]!)
  })

  it('loses as much as by the worst answer, and more than by one near chance', () => {
    const at = (score: number) =>
      nextScores(new Map([[MINER, play(times(9, true))]]), [answerOf(1, { score })], { scale, halfLifeRounds: 20 })[0]!
    expect(at(2 * scale.chance).average).toEqual(at(scale.worst).average)
    expect(at(0.99 * scale.chance).average.mean).toBeGreaterThan(at(scale.worst).average.mean)
  })
})

it('keeps the score of the round as it was, beside the averaged skill', () => {
  expect(play([true, false])).toMatchObject({ lastScore: scale.worst, lastOutcome: 'timeout', rounds: 2 })
  expect(play([false, true])).toMatchObject({ lastScore: GOOD.score, lastOutcome: 'answered', rounds: 2 })
})
