import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '../../../shared/errors.ts'
import { type Ss58, uid } from '../../../shared/units.ts'
import { readLastRound, readRound, storeRound } from '../../../validator/db/rounds.ts'
import { readScores } from '../../../validator/db/scores.ts'
import { OUTCOMES } from '../../../validator/reply.ts'
import { answerOf, changeOf, hotkeyOf, openForTest, roundOf, scoreOf } from '../support/database.ts'

// SQLite keeps no sign of zero.
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)

describe('storing a round', () => {
  it('gives back what was stored', () => {
    const { orm } = openForTest()
    const answer = fc.record({
      outcome: fc.constantFrom(...OUTCOMES),
      detail: fc.string({ unit: 'binary' }),
      score: finite,
      latencyMs: fc.option(finite),
      model: fc.option(fc.string()),
      body: fc.option(fc.string({ unit: 'grapheme' })),
    })
    fc.assert(
      fc.property(
        fc.array(answer, { maxLength: 20 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.record({ worst: finite, chance: finite, perfect: finite }),
        (found, seed, scale) => {
          const answers = found.map((fields, i) => answerOf(i, fields))
          answers.sort((a, b) => (a.hotkey < b.hotkey ? -1 : 1))
          const round = roundOf({ answers, seed, scale })
          expect(readRound(orm, storeRound(orm, changeOf({ round })))).toEqual(round)
        },
      ),
    )
  })

  it('numbers rounds one after the other', () => {
    const { orm } = openForTest()
    expect([storeRound(orm, changeOf()), storeRound(orm, changeOf())]).toEqual([1, 2])
    expect(readLastRound(orm)?.id).toBe(2)
  })

  it('stores nothing at all when a part of it fails', () => {
    const { orm } = openForTest()
    storeRound(orm, changeOf())
    const twice = changeOf({
      round: roundOf({ answers: [answerOf(1), answerOf(1)] }),
      scores: [scoreOf(1, { rounds: 99 })],
    })
    expect(() => storeRound(orm, twice)).toThrowError(expect.toSatisfy((error) => isAppError(error, 'database-failed')))
    expect(readLastRound(orm)?.id).toBe(1)
    expect(readScores(orm, 'skill@2/glyphs@1').get(hotkeyOf(1))?.rounds).toBe(1)
    expect(storeRound(orm, changeOf())).toBe(2)
  })

  it('keeps the newest rounds, and of those the newest answers as received', () => {
    const { orm } = openForTest()
    for (let i = 0; i < 20; i++) storeRound(orm, changeOf({ retention: { rounds: 6, answers: 2 } }))
    const kept = Array.from({ length: 20 }, (_, i) => readRound(orm, i + 1))
    expect(kept.map((round) => round !== undefined)).toEqual([...Array(14).fill(false), ...Array(6).fill(true)])
    expect(kept.slice(14).map((round) => round?.answers[0]?.body !== null)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ])
    expect(orm.get(sql`SELECT count(*) AS n FROM answers`)).toEqual({ n: 6 })
  })

  it('stores the answers of a whole subnet', () => {
    const { orm } = openForTest()
    const many = Array.from({ length: 2500 }, (_, i) => ({
      ...answerOf(i % 256),
      hotkey: `hotkey ${i}` as Ss58,
      uid: uid(i),
    }))
    const id = storeRound(orm, changeOf({ round: roundOf({ answers: many }) }))
    expect(orm.get(sql`SELECT count(*) AS n FROM answers WHERE round_id = ${id}`)).toEqual({ n: 2500 })
  })

  it('knows no round before the first', () => {
    const { orm } = openForTest()
    expect(readLastRound(orm)).toBeUndefined()
    expect(readRound(orm, 1)).toBeUndefined()
  })
})

describe('scores', () => {
  it('are kept apart by mechanism and overwritten by hotkey', () => {
    const { orm } = openForTest()
    storeRound(orm, changeOf({ scores: [scoreOf(1), scoreOf(2)] }))
    const later = scoreOf(1, { uid: uid(5), average: { mean: 0.9, weight: 1.9 }, rounds: 2, lastOutcome: 'timeout' })
    storeRound(orm, changeOf({ scores: [later] }))
    storeRound(
      orm,
      changeOf({ round: roundOf({ mechanism: 'skill@2/labelled@1' }), scores: [scoreOf(1, { rounds: 50 })] }),
    )
    expect(readScores(orm, 'skill@2/glyphs@1').get(hotkeyOf(1))).toEqual(later)
    expect(readScores(orm, 'skill@2/glyphs@1').get(hotkeyOf(2))).toEqual(scoreOf(2))
    expect(readScores(orm, 'skill@2/labelled@1').get(hotkeyOf(1))?.rounds).toBe(50)
    expect(readScores(orm, 'glyphs@1').size).toBe(0)
  })

  it('of hotkeys that left are forgotten with the rounds they were asked in, others never', () => {
    const { orm } = openForTest()
    const retention = { rounds: 5, answers: 5 }
    const registered = new Set([hotkeyOf(1), hotkeyOf(3)])
    storeRound(orm, changeOf({ scores: [scoreOf(1), scoreOf(2), scoreOf(3)], registered, retention }))
    for (let i = 0; i < 5; i++) storeRound(orm, changeOf({ scores: [scoreOf(1)], registered, retention }))
    expect([...readScores(orm, 'skill@2/glyphs@1').keys()]).toHaveLength(3)
    storeRound(orm, changeOf({ scores: [scoreOf(1)], registered, retention }))
    expect(new Set(readScores(orm, 'skill@2/glyphs@1').keys())).toEqual(registered)
  })
})
