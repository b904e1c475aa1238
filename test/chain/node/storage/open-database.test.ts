import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../chain/node/storage/open-database.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'meritnet-open-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const file = () => join(directory, 'chain.sqlite')
const opening = () => openDatabase(directory).close()

describe('opening the database', () => {
  it('makes the directory and reopens what it made', () => {
    directory = join(directory, 'a', 'b')
    opening()
    expect(existsSync(file())).toBe(true)
    expect(opening).not.toThrow()
  })

  it('refuses a file from a newer version and names both versions', () => {
    opening()
    const db = new Database(file())
    db.pragma('user_version = 3')
    db.close()
    expect(opening).toThrow(
      expect.objectContaining({ code: 'newer-database', context: expect.objectContaining({ found: 3, supported: 2 }) }),
    )
  })

  it('refuses a second node on the same directory', () => {
    const first = openDatabase(directory)
    expect(opening).toThrow(expect.objectContaining({ code: 'database-in-use' }))
    first.close()
    opening()
  })

  it('refuses a file that is no database', () => {
    writeFileSync(file(), 'this is not a database, only a text that is long enough to be looked at'.repeat(20))
    expect(opening).toThrow(expect.objectContaining({ code: 'not-a-database' }))
  })

  it.each([
    ['without version', 'CREATE TABLE notes (text)'],
    ['with a version', 'CREATE TABLE notes (text); PRAGMA user_version = 1'],
  ])('refuses a database of another program %s and leaves it alone', (_, sql) => {
    const other = new Database(file())
    other.exec(sql)
    other.close()
    expect(opening).toThrow(expect.objectContaining({ code: 'not-a-database' }))
    const again = new Database(file())
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'notes' }])
    again.close()
  })

  it('refuses a path that cannot be a directory', () => {
    writeFileSync(join(directory, 'taken'), '')
    const open = () => openDatabase(join(directory, 'taken'))
    expect(open).toThrow(expect.objectContaining({ code: 'unusable-base-path' }))
  })
})
