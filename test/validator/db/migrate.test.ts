import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { expect, it } from 'vitest'
import { readLastRound, readRound } from '../../../validator/db/rounds.ts'
import { readScores } from '../../../validator/db/scores.ts'
import { readTranscript } from '../../../validator/db/transcripts.ts'
import { readLastWeights } from '../../../validator/db/weights.ts'
import { hotkeyOf, openForTest, storeRound, temporaryPath } from '../support/database.ts'

const FOLDER = join(import.meta.dirname, '../../../validator/db/migrations')

/** A file as the first version of the validator left it, with a round of three miners. */
function oldDatabase(): string {
  const path = temporaryPath()
  const file = new Sqlite(path)
  file.pragma(`application_id = ${0x4d455249}`)
  file.exec(readFileSync(join(FOLDER, '0000_scores_by_hotkey.sql'), 'utf8'))
  const [first] = readMigrationFiles({ migrationsFolder: FOLDER })
  file.exec('CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  file
    .prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
    .run(first!.hash, first!.folderMillis)
  file
    .prepare("INSERT INTO rounds VALUES (4, 'skill@2/glyphs@1', 70, '0xab', x'0102', 64, 4000, -9.2, -2.3, 0, 5, 6.5)")
    .run()
  const answer = file.prepare('INSERT INTO answers VALUES (4, ?, ?, ?, ?, ?, ?, ?, ?)')
  answer.run(hotkeyOf(1), 1, 'answered', '', -0.5, 12, 'ab', '{"dims":[]}')
  answer.run(hotkeyOf(2), 2, 'timeout', 'late', -9.2, null, null, null)
  answer.run(hotkeyOf(3), 3, 'too-large', 'big', -9.2, null, null, null)
  const score = file.prepare("INSERT INTO scores VALUES ('skill@2/glyphs@1', ?, ?, 0.5, 3, 4, 4, -0.5, ?)")
  score.run(hotkeyOf(1), 1, 'answered')
  score.run(hotkeyOf(2), 2, 'timeout')
  file.prepare('INSERT INTO weights VALUES (1, ?, 1, 65535, 80, 9)').run(hotkeyOf(1))
  file.close()
  return path
}

it('brings a database of before there were commitments up to date and keeps all of it', () => {
  const path = oldDatabase()
  const { orm } = openForTest(path)
  expect(readLastRound(orm)).toMatchObject({ id: 4, state: 'scored', name: '', secretId: null, durationMs: 6.5 })
  const round = readRound(orm, 4)!
  expect(round.sizes).toEqual({ shared: 64, own: 0, canaries: 0 })
  expect(round.seed).toEqual(Uint8Array.of(1, 2))
  expect(round.answers.map(({ hotkey, outcome, detail }) => [hotkey, outcome, detail])).toEqual([
    [hotkeyOf(1), 'answered', ''],
    [hotkeyOf(2), 'late', 'late'],
    [hotkeyOf(3), 'malformed', 'big'],
  ])
  expect(round.answers[0]).toMatchObject({
    body: '{"dims":[]}',
    model: 'ab',
    latencyMs: 12,
    commitHash: null,
    skill: null,
  })
  expect(readLastWeights(orm)).toMatchObject({ block: 80, weights: [{ value: 65_535 }], basis: undefined })
  const kept = new Sqlite(path, { readonly: true }).prepare('SELECT mean, last_outcome FROM scores ORDER BY uid').all()
  expect(kept).toEqual([
    { mean: 0.5, last_outcome: 'answered' },
    { mean: 0.5, last_outcome: 'late' },
  ])
  // Averages of then mean something else: rounds begin anew, under numbers that were never used.
  expect(readScores(orm, 'skill@2/glyphs@1').size).toBe(0)
  expect(readTranscript(orm, 4)).toBeUndefined()
  const retention = { rounds: 100, answers: 1 }
  expect(storeRound(orm, { change: { retention } })).toBe(5)
  expect(readRound(orm, 4)?.answers[0]?.body).toBeNull()
})
