import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '../../../shared/errors.ts'
import { pairKey } from '../../../shared/scoring/state.ts'
import { type Ss58, uid } from '../../../shared/units.ts'
import { readFindings } from '../../../validator/db/findings.ts'
import { readRoundEntries } from '../../../validator/db/round-index.ts'
import {
  abandonRound,
  beginRound,
  nextRoundId,
  storeCommitments,
  storeScores,
} from '../../../validator/db/round-phases.ts'
import { readLastRound, readRound, readUnfinished } from '../../../validator/db/rounds.ts'
import { readScores, readState } from '../../../validator/db/scores.ts'
import { noteOnChain } from '../../../validator/db/secrets.ts'
import { OUTCOMES } from '../../../validator/outcomes.ts'
import {
  changeOf,
  commitOf,
  gradeOf,
  hotkeyOf,
  openForTest,
  revealOf,
  roundOf,
  SCORE_KEY,
  scoreOf,
  skilled,
  standingOf,
  storeRound,
} from '../support/database.ts'

// SQLite keeps no sign of zero.
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)

describe('storing a round', () => {
  it('gives back what each phase stored', () => {
    const { orm } = openForTest()
    const miner = fc.record({
      commit: fc.record({
        commitHash: fc.option(fc.string()),
        signature: fc.option(fc.string()),
        latencyMs: fc.option(finite),
      }),
      reveal: fc.record({
        body: fc.option(fc.string({ unit: 'grapheme' })),
        salt: fc.option(fc.string()),
        revealMs: fc.option(finite),
      }),
      grade: fc.record({
        outcome: fc.constantFrom(...OUTCOMES),
        detail: fc.string({ unit: 'binary' }),
        score: finite,
        skill: finite,
        sliceSkill: fc.option(finite),
        canaryScore: fc.option(finite),
        proof: fc.constantFrom('verified', 'failed', 'absent'),
        proofsPassed: fc.nat(128),
        proofsFailed: fc.nat(128),
        proofDetail: fc.string(),
        model: fc.option(fc.string()),
      }),
    })
    fc.assert(
      fc.property(
        fc.array(miner, { maxLength: 20 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.record({ worst: finite, chance: finite, perfect: finite }),
        fc.record({ shared: fc.integer({ min: 1, max: 99 }), own: fc.nat(99), canaries: fc.nat(99) }),
        (miners, seed, scale, sizes) => {
          const round = { seed, scale, sizes, difficulty: 0.25, name: 'a round' }
          const id = storeRound(orm, {
            round,
            commits: miners.map(({ commit }, i) => commitOf(i, commit)),
            reveals: miners.map(({ reveal }, i) => revealOf(i, reveal)),
            change: { grades: miners.map(({ grade }, i) => gradeOf(i, grade)), scores: [scoreOf(1)] },
          })
          const found = readRound(orm, id)!
          expect(found).toMatchObject({ ...round, state: 'scored', durationMs: 250, pairs: [] })
          const expected = miners.map(({ commit, reveal, grade }, i) => ({
            ...commit,
            ...reveal,
            ...grade,
            hotkey: hotkeyOf(i),
            uid: uid(i),
            registeredModel: null,
            registeredBlock: null,
            standing: i === 1 ? standingOf(1) : null,
          }))
          expect(found.answers).toEqual(expected.sort((a, b) => (a.hotkey < b.hotkey ? -1 : 1)))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('keeps numbers of standings and pairs bit by bit', () => {
    const { orm } = openForTest()
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 12, maxLength: 12 }),
        fc.option(fc.nat(), { nil: undefined }),
        (n, since) => {
          const estimate = { mean: n[0]!, weight: n[1]!, squares: n[2]!, spread: n[3]! }
          const standing = standingOf(1, {
            skill: estimate,
            lateness: since === undefined ? undefined : estimate,
            slice: { rounds: 2, weight: n[4]!, gap: n[5]!, variance: n[6]!, slice: n[7]! },
            canary: n[8]!,
            since: { relay: since, leak: undefined, downgrade: since, late: undefined },
          })
          const [a, b] = [hotkeyOf(1), hotkeyOf(2)].sort() as [Ss58, Ss58]
          const pair = {
            a,
            b,
            rounds: 3,
            distance: n[9]!,
            room: n[10]!,
            gap: n[11]!,
            gapVariance: n[0]!,
            alike: 1,
            telling: 2,
            since,
          }
          const state = { standings: new Map([[hotkeyOf(1), standing]]), pairs: new Map([[pairKey(a, b), pair]]) }
          storeRound(orm, { change: { scores: [scoreOf(1, { standing })], state } })
          expect(readState(orm, SCORE_KEY)).toEqual(state)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('numbers rounds one after the other, and never anew', () => {
    const { orm } = openForTest()
    expect([storeRound(orm), storeRound(orm)]).toEqual([1, 2])
    expect(readLastRound(orm)?.id).toBe(2)
    abandonRound(orm, 2, { reason: 'a test', keep: 10 })
    expect(nextRoundId(orm)).toBe(3)
  })

  it('keeps an abandoned round with its reason and without its answers, and no more of them than it is told', () => {
    const { orm } = openForTest()
    storeRound(orm)
    const scored = readState(orm, SCORE_KEY)
    const secretId = readRound(orm, 1)!.secretId
    for (let id = 2; id <= 30; id++) {
      beginRound(orm, id, roundOf({ secretId }))
      storeCommitments(orm, id, [commitOf(1)], -9)
      abandonRound(orm, id, { reason: 'a test', keep: 10 })
    }
    expect(readRound(orm, 30)).toMatchObject({ state: 'abandoned', answers: [] })
    const entries = readRoundEntries(orm)
    expect(entries.map(({ round }) => round)).toEqual([1, ...Array.from({ length: 10 }, (_, i) => 21 + i)])
    expect(entries.at(-1)).toMatchObject({ isKept: false, abandoned: { in: 'committed', reason: 'a test' } })
    expect([readUnfinished(orm), readLastRound(orm)?.id, nextRoundId(orm)]).toEqual([[], 1, 31])
    expect(readState(orm, SCORE_KEY)).toEqual(scored)
  })

  it('counts a round only when it is scored', () => {
    const { orm } = openForTest()
    storeRound(orm)
    beginRound(orm, 2, roundOf())
    expect([readLastRound(orm)?.id, readUnfinished(orm), readRound(orm, 2)?.state]).toEqual([1, [2], 'asked'])
    storeCommitments(orm, 2, [commitOf(1)], -9)
    expect([readLastRound(orm)?.id, readUnfinished(orm), readRound(orm, 2)?.state]).toEqual([1, [2], 'committed'])
    expect(readRound(orm, 2)?.answers[0]).toMatchObject({ outcome: 'no-reveal', score: -9, skill: null, proof: null })
  })

  it('stores nothing at all when a part of it fails', () => {
    const { orm } = openForTest()
    storeRound(orm)
    beginRound(orm, 2, roundOf())
    const failed = expect.toSatisfy((error) => isAppError(error, 'database-failed'))
    expect(() => storeCommitments(orm, 2, [commitOf(1), commitOf(1)], 0)).toThrowError(failed)
    expect(readRound(orm, 2)).toMatchObject({ state: 'asked', answers: [] })
    storeCommitments(orm, 2, [commitOf(1)], 0)
    const finding = { kind: 'late', hotkey: hotkeyOf(1), sinceRound: 1, detail: '', other: '' }
    const broken = { ...finding, detail: null as unknown as string }
    const scores = [scoreOf(1, { rounds: 99 })]
    expect(() => storeScores(orm, changeOf(2, { scores, findings: [broken] }))).toThrowError(failed)
    expect(readRound(orm, 2)?.state).toBe('committed')
    expect(readScores(orm, SCORE_KEY).get(hotkeyOf(1))?.rounds).toBe(1)
  })

  it('keeps the newest rounds, and of those the newest answers as received', () => {
    const { orm } = openForTest()
    for (let i = 0; i < 20; i++) storeRound(orm, { change: { retention: { rounds: 6, answers: 2 } }, isOpened: true })
    const kept = Array.from({ length: 20 }, (_, i) => readRound(orm, i + 1))
    expect(kept.map((round) => round !== undefined)).toEqual([...Array(14).fill(false), ...Array(6).fill(true)])
    const isWhole = [false, false, false, false, true, true]
    expect(kept.slice(14).map((round) => round?.answers[0]?.body !== null)).toEqual(isWhole)
    expect(kept.slice(14).map((round) => round?.answers[0]?.standing !== null)).toEqual(isWhole)
    expect(kept.slice(14).map((round) => round?.pairs !== null)).toEqual(isWhole)
    expect(orm.get(sql`SELECT count(*) AS n FROM answers`)).toEqual({ n: 6 })
  })

  it('keeps answers until their secret is open, and for so many rounds after that', () => {
    const { orm } = openForTest()
    const retention = { rounds: 100, answers: 2 }
    const keptOf = () => Array.from({ length: 9 }, (_, i) => readRound(orm, i + 1)?.answers[0]?.body != null)
    for (let i = 0; i < 8; i++) storeRound(orm, { change: { retention } })
    expect(keptOf()).toEqual([...Array(8).fill(true), false])
    noteOnChain(orm, { id: 5, committedBlock: 1, openedId: 5 })
    storeRound(orm, { change: { retention } })
    expect(keptOf()).toEqual([false, false, false, ...Array(6).fill(true)])
  })

  it('stores the answers of a whole subnet', () => {
    const { orm } = openForTest()
    const many = Array.from({ length: 2500 }, (_, i) => ({ ...commitOf(i % 250), hotkey: `hotkey ${i}` as Ss58 }))
    const id = storeRound(orm, { commits: many })
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
    storeRound(orm, { change: { scores: [scoreOf(1), scoreOf(2)] } })
    const later = scoreOf(1, { uid: uid(5), standing: skilled(1, 0.9), rounds: 2, lastOutcome: 'late' })
    storeRound(orm, { change: { scores: [later] } })
    storeRound(orm, { round: { mechanism: 'skill@3/labelled@1' }, change: { scores: [scoreOf(1, { rounds: 50 })] } })
    expect(readScores(orm, SCORE_KEY).get(hotkeyOf(1))).toEqual(later)
    expect(readScores(orm, SCORE_KEY).get(hotkeyOf(2))).toEqual(scoreOf(2))
    expect(readScores(orm, 'skill@3/labelled@1').get(hotkeyOf(1))?.rounds).toBe(50)
    expect(readScores(orm, 'glyphs@1').size).toBe(0)
  })

  it('of hotkeys that left are forgotten with the rounds they were asked in, others never', () => {
    const { orm } = openForTest()
    const retention = { rounds: 5, answers: 5 }
    const registered = new Set([hotkeyOf(1), hotkeyOf(3)])
    storeRound(orm, { change: { scores: [scoreOf(1), scoreOf(2), scoreOf(3)], registered, retention } })
    for (let i = 0; i < 5; i++) storeRound(orm, { change: { scores: [scoreOf(1)], registered, retention } })
    expect([...readScores(orm, SCORE_KEY).keys()]).toHaveLength(3)
    storeRound(orm, { change: { scores: [scoreOf(1)], registered, retention } })
    expect(new Set(readScores(orm, SCORE_KEY).keys())).toEqual(registered)
  })
})

describe('findings', () => {
  const finding = (kind: string, sinceRound: number, detail = 'seen') => ({
    kind,
    hotkey: hotkeyOf(1),
    sinceRound,
    detail,
    other: '',
  })
  it('are one line for as long as they hold, with the newest evidence', () => {
    const { orm } = openForTest()
    storeRound(orm, { change: { findings: [finding('relay', 1)] } })
    storeRound(orm, { change: { findings: [finding('relay', 1, 'more'), finding('late', 2)] } })
    storeRound(orm)
    storeRound(orm, { change: { findings: [finding('relay', 4)] } })
    expect(readFindings(orm, SCORE_KEY)).toEqual([
      { ...finding('relay', 1, 'more'), lastRound: 2 },
      { ...finding('late', 2), lastRound: 2 },
      { ...finding('relay', 4), lastRound: 4 },
    ])
    expect(readFindings(orm, 'other')).toEqual([])
  })

  it('go with the rounds that they were last found in', () => {
    const { orm } = openForTest()
    const retention = { rounds: 2, answers: 2 }
    storeRound(orm, { change: { findings: [finding('relay', 1)], retention } })
    storeRound(orm, { change: { retention } })
    expect(readFindings(orm, SCORE_KEY)).toHaveLength(1)
    storeRound(orm, { change: { retention } })
    expect(readFindings(orm, SCORE_KEY)).toEqual([])
  })
})
