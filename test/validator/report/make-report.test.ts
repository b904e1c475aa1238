import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { writeHeldOut } from '../../../shared/data/held-out.ts'
import { toSkill } from '../../../shared/mechanism/skill.ts'
import { createRng } from '../../../shared/rng.ts'
import { standardErrorOf, updateEstimate } from '../../../shared/scoring/estimate.ts'
import { settingsFor } from '../../../shared/scoring/settings.ts'
import { uid } from '../../../shared/units.ts'
import { storeWeights } from '../../../validator/db/weights.ts'
import { playRound } from '../../../validator/round.ts'
import { blobs } from '../../support/labelled-rows.ts'
import {
  commitOf,
  gradeOf,
  hotkeyOf,
  OWNER,
  openForTest,
  roundOf,
  SCORE_KEY,
  scoreOf,
  storeRound,
  temporaryPath,
} from '../support/database.ts'
import {
  answering,
  type Behaviour,
  confident,
  minerOf,
  OPTIONS,
  ROUND_OWNER,
  roundForTest,
  rowOf,
  rowsToWire,
  timeout,
} from '../support/round.ts'
import { reportOf, temporaryFolder } from './support.ts'

beforeAll(cryptoReady)

/** Plays rounds with real tasks and payloads and reports them. */
async function played(miners: Readonly<Record<number, Behaviour>>, rounds: number) {
  const database = openForTest(temporaryPath(), ROUND_OWNER)
  const { deps, client } = await roundForTest(database, miners)
  for (let i = 0; i < rounds; i++) {
    await playRound(deps, OPTIONS, new AbortController().signal)
    client.advance()
  }
  const report = await reportOf(database.path)
  return { report, of: (number: number) => report.miners.find(({ hotkey }) => hotkey === minerOf(number))! }
}

/** Sure of the first class, whatever is asked. */
const stubborn = answering((tasks) => rowsToWire(tasks.map(() => rowOf(0, 0.99))))

describe('the report of rounds that were played', () => {
  it('lists miners best first, with what came of asking them', async () => {
    const { report, of } = await played({ 1: confident(0.4), 2: confident(0.9), 3: timeout }, 3)
    expect(report.miners.map(({ hotkey }) => hotkey)).toEqual([2, 1, 3].map(minerOf))
    expect(report).toMatchObject({ mechanism: 'glyphs@2', rounds: { count: 3, first: { id: 1 }, last: { id: 3 } } })
    expect(of(2)).toMatchObject({ asked: 3, outcomes: { answered: 3 }, lastFailure: null })
    // A silent miner has no answers that count, however many rounds there are.
    expect([of(2).aheadOfNext, of(1).aheadOfNext, of(3).aheadOfNext]).toEqual([expect.closeTo(1, 2), null, null])
    expect(of(2).latencyMs).toMatchObject({ count: 3, p50: 10 })
    expect(of(3)).toMatchObject({
      asked: 3,
      outcomes: { late: 3 },
      lastFailure: { round: 3, outcome: 'late', detail: 'late' },
      latencyMs: null,
      attainable: null,
      calibration: null,
      findings: ['late'],
    })
    expect(report.findings).toMatchObject([{ hotkey: minerOf(3), uid: 3, kind: 'late', since: 1, isHolding: true }])
  })

  it('reads answers again to hold probabilities against the truth', async () => {
    const { report, of } = await played({ 1: confident(0.9), 2: stubborn }, 4)
    expect(report.calibration).toEqual({ rounds: 4, unreadable: 0, reason: null })
    const answers = 4 * OPTIONS.sizes.shared
    // Right each time, and 90 % sure: unsure by a tenth.
    expect(of(1).calibration).toMatchObject({ answers, bins: [{ count: answers, accuracy: 1 }] })
    expect(of(1).calibration?.error).toBeCloseTo(0.1, 5)
    expect(of(1).calibration?.errorByLuck).toBeCloseTo(Math.sqrt((2 / Math.PI) * ((0.9 * 0.1) / answers)), 5)
    // Right one time in ten or so, and 99 % sure.
    expect(of(2).calibration?.error).toBeGreaterThan(0.6)
  })

  it('says what share of the attainable was won, in the unit of the rule', async () => {
    const { of } = await played({ 1: confident(0.5) }, 2)
    const won = of(1).attainable!
    expect(won.rounds).toBe(2)
    expect(won.score).toBeCloseTo(Math.log(0.5), 5)
    expect([won.chance, won.optimum]).toEqual([expect.closeTo(Math.log(0.1), 5), 0])
    expect(won.share).toBeCloseTo(1 - Math.log(0.5) / Math.log(0.1), 5)
  })

  it('names who counts as one, and who is paid', async () => {
    const { report } = await played({ 1: confident(0.8), 2: confident(0.8), 3: confident(0.6) }, 3)
    expect(report.groups).toEqual([{ paid: minerOf(1), others: [minerOf(2)] }])
    expect(report.findings).toMatchObject([{ hotkey: minerOf(2), kind: 'duplicate', of: minerOf(1), isHolding: true }])
    expect(report.findings[0]?.evidence).toMatch(/answers lie 0\.0 % as far/)
  })
})

describe('the report of a database', () => {
  const skills = [0.2, 0.9, 0.4, 0.7]

  /** Rounds whose standings are dropped, as of long ago. */
  function longAgo(path: string): void {
    const { orm } = openForTest(path)
    skills.forEach((skill, i) => {
      storeRound(orm, {
        round: { at: { number: 10 * (i + 1), hash: `0x${'07'.repeat(32)}` } },
        change: { grades: [gradeOf(1, { skill })], retention: { rounds: 100, answers: 1 } },
        isOpened: true,
      })
    })
  }

  it('folds the averages of old rounds again, and ends with the standing', async () => {
    const path = temporaryPath()
    longAgo(path)
    const [miner] = (await reportOf(path)).miners
    let estimate: Parameters<typeof updateEstimate>[0]
    for (const [i, skill] of skills.slice(0, 3).entries()) {
      estimate = updateEstimate(estimate, skill, 20)
      const { mean } = estimate
      expect(miner!.history[i]).toEqual({
        round: i + 1,
        block: 10 * (i + 1),
        skill,
        mean,
        uncertainty: standardErrorOf(estimate),
      })
    }
    // The newest round has its standing, which the fixture sets to a half.
    expect(miner!.history[3]).toMatchObject({ skill: 0.7, mean: 0.5 })
    expect(miner!.skill).toBe(0.5)
  })

  it('covers the newest rounds only, when told so', async () => {
    const path = temporaryPath()
    longAgo(path)
    const report = await reportOf(path, { rounds: 2 })
    expect(report.rounds).toMatchObject({ count: 2, first: { id: 3, block: 30 }, last: { id: 4 } })
    expect(report.miners[0]).toMatchObject({ asked: 2, history: [{ round: 3 }, { round: 4 }] })
  })

  it('says of rounds without a stored skill what their score is worth', async () => {
    const path = temporaryPath()
    storeRound(openForTest(path).orm, { change: { grades: [gradeOf(1, { skill: null, score: -1 })] } })
    const [miner] = (await reportOf(path)).miners
    expect(miner?.history[0]?.skill).toBe(toSkill(-1, roundOf().scale))
  })

  it('takes weights and the half-life from the last row that was set', async () => {
    const path = temporaryPath()
    const { orm } = openForTest(path)
    for (let i = 0; i < 3; i++)
      storeRound(orm, {
        change: { grades: [gradeOf(1, { skill: i / 2 })], retention: { rounds: 9, answers: 0 } },
        isOpened: true,
      })
    const settings = settingsFor({}, { halfLifeRounds: 1 })
    storeWeights(orm, {
      block: 30,
      setAt: 1,
      weights: [{ hotkey: hotkeyOf(1), uid: uid(1), value: 13_107 }],
      basis: { mechanism: SCORE_KEY, roundId: 3, miners: [], settings },
    })
    const report = await reportOf(path)
    expect(report).toMatchObject({ weightsBlock: 30, validator: { hotkey: OWNER.hotkey, netuid: 1 } })
    expect(report.miners[0]).toMatchObject({ weight: 0.2, incentive: null })
    // 0, 1/2 and 1 that halve from round to round.
    expect(report.miners[0]?.history[2]?.mean).toBeCloseTo((0.5 / 2 + 1) / 1.75, 12)
  })

  it('tells findings that hold from those that held', async () => {
    const path = temporaryPath()
    const { orm } = openForTest(path)
    const found = { hotkey: hotkeyOf(1), sinceRound: 1, detail: 'the evidence', other: '' }
    storeRound(orm, {
      change: {
        findings: [
          { ...found, kind: 'leak' },
          { ...found, kind: 'late' },
        ],
      },
    })
    storeRound(orm, { change: { findings: [{ ...found, kind: 'late' }] } })
    const report = await reportOf(path)
    expect(report.findings).toMatchObject([
      { kind: 'late', since: 1, until: 2, isHolding: true, of: null },
      { kind: 'leak', since: 1, until: 1, isHolding: false },
    ])
    expect(report.miners[0]?.findings).toEqual(['late'])
  })

  it('goes on past answers that cannot be read any more, and counts them', async () => {
    const path = temporaryPath()
    storeRound(openForTest(path).orm)
    expect((await reportOf(path)).calibration).toEqual({
      rounds: 0,
      unreadable: 1,
      reason: 'nobody has answered with probabilities of classes in the rounds whose answers are kept',
    })
  })

  it('has nothing to say before the first round, or of averages that mean something else', async () => {
    const path = temporaryPath()
    const { orm } = openForTest(path)
    const empty = await reportOf(path)
    expect(empty).toMatchObject({ scoring: null, rounds: null, miners: [], findings: [], groups: [] })
    storeRound(orm, { round: { mechanism: 'skill@1/glyphs@1' } })
    expect(await reportOf(path)).toEqual(empty)
  })

  it('says which database is not there', async () => {
    await expect(reportOf(join(temporaryFolder(), 'none.sqlite'))).rejects.toMatchObject({ code: 'no-database' })
  })
})

describe('what calibration needs', () => {
  async function reasonFor(mechanism: string, options: Parameters<typeof reportOf>[1] = {}): Promise<string | null> {
    const path = temporaryPath()
    const scores = [scoreOf(1)]
    storeRound(openForTest(path).orm, { round: { mechanism }, commits: [commitOf(1)], change: { scores } })
    return (await reportOf(path, options)).calibration.reason
  }

  it('is told when it is not there', async () => {
    expect(await reasonFor('skill@3/labelled@1/0123456789abcdef')).toContain('--held-out FILE')
    expect(await reasonFor('skill@3/mine@1')).toContain('--mechanism FILE')
    expect(await reasonFor('skill@3/glyphs@1')).toBe('the answers are to glyphs@1, and what was opened is glyphs@2')
    expect(await reasonFor('skill@3/retrieval@1')).toContain('no single true class')
  })

  it('must be the very rows that the answers are to', async () => {
    const file = join(temporaryFolder(), 'held-out.rows')
    await writeHeldOut(file, blobs(createRng(new Uint8Array(32)), { rows: 20, width: 2, classes: 2, spread: 1 }))
    const digest = sha256Hex(readFileSync(file)).slice(0, 16)
    expect(await reasonFor(`skill@3/labelled@1/${digest}`, { heldOut: file })).toMatch(/^nobody has answered/)
    await expect(reasonFor('skill@3/labelled@1/0123456789abcdef', { heldOut: file })).rejects.toMatchObject({
      code: 'wrong-held-out',
    })
  })

  it('can be a module of its own, which is told when it is not one', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'mine.ts')
    writeFileSync(file, 'export const mechanism = 1\n')
    const parity = join(import.meta.dirname, '../../../shared/mechanism/example/parity.ts')
    await expect(reasonFor('skill@3/mine@1', { mechanism: file })).rejects.toMatchObject({ code: 'not-a-mechanism' })
    await expect(reasonFor('skill@3/mine@1', { mechanism: parity })).rejects.toMatchObject({ code: 'wrong-mechanism' })
    // The answer of the fixture is none that can be read, and that is all there is to say.
    expect(await reasonFor('skill@3/parity@1', { mechanism: parity })).toMatch(/^nobody has answered/)
    await expect(
      reasonFor('skill@3/labelled@1/0123456789abcdef', { heldOut: join(folder, 'none.bin') }),
    ).rejects.toMatchObject({ code: 'no-held-out' })
  })
})
