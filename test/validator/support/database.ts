import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { toSs58 } from '../../../shared/crypto/ss58.ts'
import { netUid, type Ss58, uid } from '../../../shared/units.ts'
import { type Database, type Owner, openDatabase } from '../../../validator/db/open.ts'
import type { AnswerRecord, RoundChange, RoundRecord } from '../../../validator/db/rounds.ts'
import type { ScoreRecord } from '../../../validator/db/scores.ts'

/** A hotkey of nobody, different for each number. */
export const hotkeyOf = (number: number): Ss58 => toSs58(new Uint8Array(32).fill(number))

export const OWNER: Owner = { hotkey: hotkeyOf(200), netuid: netUid(1) }

/** Path of a database in a folder that goes away with the test. */
export function temporaryPath(name = 'validator.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'meritnet-db-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

/** A database that is closed when the test is over. */
export function openForTest(path = temporaryPath(), owner = OWNER): Database {
  const database = openDatabase(path, owner)
  onTestFinished(() => database.close())
  return database
}

export const answerOf = (number: number, answer: Partial<AnswerRecord> = {}): AnswerRecord => ({
  hotkey: hotkeyOf(number),
  uid: uid(number),
  outcome: 'answered',
  detail: '',
  score: -0.5,
  latencyMs: 12.5,
  model: 'ab'.repeat(32),
  body: '{"answers":[]}',
  ...answer,
})

export const scoreOf = (number: number, score: Partial<ScoreRecord> = {}): ScoreRecord => ({
  hotkey: hotkeyOf(number),
  uid: uid(number),
  average: { mean: 0.5, weight: 1 },
  rounds: 1,
  lastScore: -0.5,
  lastOutcome: 'answered',
  ...score,
})

export const roundOf = (round: Partial<RoundRecord> = {}): RoundRecord => ({
  mechanism: 'skill@2/glyphs@1',
  at: { number: 7, hash: `0x${'07'.repeat(32)}` },
  seed: new Uint8Array(32).fill(9),
  items: 4,
  deadlineMs: 1000,
  scale: { worst: -9.2, chance: -2.3, perfect: 0 },
  startedAt: 1_750_000_000_000,
  durationMs: 250,
  answers: [answerOf(1)],
  ...round,
})

export const changeOf = (change: Partial<RoundChange> = {}): RoundChange => ({
  round: roundOf(),
  scores: [scoreOf(1)],
  registered: new Set([hotkeyOf(1)]),
  retention: { rounds: 100, answers: 10 },
  ...change,
})
