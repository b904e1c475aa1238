import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isAppError } from '../../../shared/errors.ts'
import { netUid } from '../../../shared/units.ts'
import { openDatabase, readDatabase } from '../../../validator/db/open.ts'
import { readScores } from '../../../validator/db/scores.ts'
import { hotkeyOf, OWNER, openForTest, SCORE_KEY, storeRound, temporaryPath } from '../support/database.ts'

const codeOf = (work: () => unknown): { code: string; message: string } => {
  try {
    work()
  } catch (error) {
    if (isAppError(error)) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('expected an AppError')
}

describe('opening a database', () => {
  it('makes the file and its folders, and opens it again with what was stored', () => {
    const path = join(dirname(temporaryPath()), 'deep', 'er', 'validator.db')
    const first = openDatabase(path, OWNER)
    storeRound(first.orm)
    first.close()
    expect(readScores(openForTest(path).orm, SCORE_KEY).get(hotkeyOf(1))?.rounds).toBe(1)
  })

  it('writes ahead to a log, checks foreign keys and waits for readers', () => {
    const { orm } = openForTest()
    expect(orm.get(sql`PRAGMA journal_mode`)).toEqual({ journal_mode: 'wal' })
    expect(orm.get(sql`PRAGMA foreign_keys`)).toEqual({ foreign_keys: 1 })
    expect(orm.get(sql`PRAGMA busy_timeout`)).toEqual({ timeout: 5000 })
    expect(orm.get(sql`PRAGMA synchronous`)).toEqual({ synchronous: 2 })
  })

  it('refuses a file of a newer version and says both versions', () => {
    const path = temporaryPath()
    openDatabase(path, OWNER).close()
    const file = new Sqlite(path)
    file.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 99999999999999)")
    file.close()
    const { code, message } = codeOf(() => openDatabase(path, OWNER))
    expect(code).toBe('database-too-new')
    expect(message).toMatch(/version 5 .* up to 4: update/)
    expect(codeOf(() => readDatabase(path)).code).toBe('database-too-new')
  })

  it('leaves a file of a newer version as it was', () => {
    const path = temporaryPath()
    openDatabase(path, OWNER).close()
    const file = new Sqlite(path)
    file.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 99999999999999)")
    file.exec('ALTER TABLE scores RENAME TO ratings')
    file.pragma('journal_mode = DELETE')
    file.close()
    const before = readFileSync(path)
    codeOf(() => openDatabase(path, OWNER))
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses what is no database', () => {
    const path = temporaryPath()
    writeFileSync(path, 'hotkey,score\n'.repeat(200))
    expect(codeOf(() => openDatabase(path, OWNER)).code).toBe('database-corrupt')
    expect(codeOf(() => readDatabase(path)).code).toBe('database-corrupt')
  })

  it('refuses a database whose pages are damaged', () => {
    const path = temporaryPath()
    const database = openDatabase(path, OWNER)
    for (let i = 0; i < 50; i++) storeRound(database.orm)
    database.close()
    const bytes = readFileSync(path)
    bytes.fill(0xa5, 4096, bytes.length - 4096)
    writeFileSync(path, bytes)
    expect(codeOf(() => openDatabase(path, OWNER)).code).toBe('database-corrupt')
  })

  it('refuses a database that was cut off', () => {
    const path = temporaryPath()
    const database = openDatabase(path, OWNER)
    for (let i = 0; i < 50; i++) storeRound(database.orm)
    database.close()
    truncateSync(path, statSync(path).size - 8192)
    expect(codeOf(() => openDatabase(path, OWNER)).code).toBe('database-corrupt')
  })

  it('refuses a database of another program and does not touch it', () => {
    const path = temporaryPath()
    const file = new Sqlite(path)
    file.exec('CREATE TABLE scores (name text)')
    file.close()
    const before = readFileSync(path)
    expect(codeOf(() => openDatabase(path, OWNER)).code).toBe('database-foreign')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses the database of another hotkey or netuid', () => {
    const path = temporaryPath()
    openDatabase(path, OWNER).close()
    expect(codeOf(() => openDatabase(path, { ...OWNER, hotkey: hotkeyOf(201) })).code).toBe('database-foreign')
    expect(codeOf(() => openDatabase(path, { ...OWNER, netuid: netUid(2) })).code).toBe('database-foreign')
  })

  it('refuses a folder', () => {
    const path = temporaryPath()
    mkdirSync(path)
    expect(codeOf(() => openDatabase(path, OWNER)).code).toBe('database-unusable')
  })

  it('finishes the work of a process that was killed while it made the file', () => {
    const path = temporaryPath()
    const file = new Sqlite(path)
    file.pragma(`application_id = ${0x4d455249}`)
    file.close()
    expect(readScores(openForTest(path).orm, SCORE_KEY).size).toBe(0)
  })
})

describe('reading a database', () => {
  it('says how to make one that does not exist, and does not make it', () => {
    const path = temporaryPath()
    expect(codeOf(() => readDatabase(path)).code).toBe('no-database')
    expect(codeOf(() => readDatabase(path)).code).toBe('no-database')
  })

  it('works beside a running validator and cannot write', () => {
    const path = temporaryPath()
    const writer = openForTest(path)
    storeRound(writer.orm)
    const reader = readDatabase(path)
    onTestFinished(() => reader.close())
    expect(readScores(reader.orm, SCORE_KEY).size).toBe(1)
    storeRound(writer.orm)
    expect(readScores(reader.orm, SCORE_KEY).get(hotkeyOf(1))).toBeDefined()
    expect(codeOf(() => storeRound(reader.orm)).code).toBe('database-failed')
  })

  it('asks for one run of the validator when the file is of an older version', () => {
    const path = temporaryPath()
    const file = new Sqlite(path)
    file.pragma(`application_id = ${0x4d455249}`)
    file.close()
    expect(codeOf(() => readDatabase(path)).code).toBe('database-too-old')
  })
})

describe('the lock', () => {
  it('keeps a second validator out, by whatever name it calls the file', () => {
    const path = temporaryPath()
    const held = openDatabase(path, OWNER)
    const alias = join(dirname(path), 'alias.db')
    symlinkSync(path, alias)
    for (const name of [path, alias]) {
      const { code, message } = codeOf(() => openDatabase(name, OWNER))
      expect(code).toBe('database-locked')
      expect(message).toContain(`process ${process.pid}`)
    }
    held.close()
    openForTest(path)
  })

  it('is kept while the database is closed badly, and freed when opening fails', () => {
    const path = temporaryPath()
    openDatabase(path, OWNER).close()
    expect(codeOf(() => openDatabase(path, { ...OWNER, netuid: netUid(3) })).code).toBe('database-foreign')
    openForTest(path)
  })

  it('of another process holds until that process is killed', async () => {
    const path = temporaryPath()
    const child = spawn(process.execPath, [join(import.meta.dirname, '../support/hold-database.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await firstLine(child)
    const { code, message } = codeOf(() => openDatabase(path, OWNER))
    expect(code).toBe('database-locked')
    expect(message).toContain(`process ${child.pid}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    openForTest(path)
  })

  it('travels with no copy of the file', () => {
    const path = temporaryPath()
    openDatabase(path, OWNER).close()
    const held = openForTest(path)
    copyFileSync(path, `${path}.copy`)
    expect(held.path).not.toBe(openForTest(`${path}.copy`).path)
  })
})

const firstLine = async (child: ChildProcess): Promise<void> => {
  if (child.stdout !== null) await once(child.stdout, 'data')
}
