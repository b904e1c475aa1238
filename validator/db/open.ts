import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { AppError, isAppError, messageOf } from '../../shared/errors.ts'
import { makeFolder } from '../../shared/make-folder.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { acquireLock } from './lock.ts'
import { readMeta, writeMeta } from './meta.ts'
import { checkVersion, migrateToNewest } from './migrate.ts'
import { type Orm, type SqliteFile, toOrm } from './orm.ts'

/** "MERI": marks our files among other SQLite databases. */
const APPLICATION_ID = 0x4d455249
const BUSY_TIMEOUT_MS = 5_000

/** Whose scores a database holds. */
export interface Owner {
  readonly hotkey: Ss58
  readonly netuid: NetUid
}

/** An open database. */
export interface Database {
  readonly path: string
  readonly orm: Orm
  close(): void
}

/**
 * Opens the database of a validator for writing, makes it when there is none, and brings it to the newest version.
 * Commits reach the disk before they return: a `kill -9` loses nothing that was stored.
 * @throws AppError `database-locked` (another validator has it open), `database-too-new`, `database-corrupt`,
 * `database-foreign` (of another program, hotkey or netuid) or `database-unusable` (cannot be opened at all).
 */
export function openDatabase(path: string, { hotkey, netuid }: Owner): Database {
  const file = locate(path)
  const lock = explain(file, () => lockFile(file))
  let sqlite: SqliteFile | undefined
  try {
    return explain(file, () => {
      sqlite = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS })
      const opened = sqlite
      opened.pragma('foreign_keys = ON')
      checkIdentity(opened)
      checkVersion(opened)
      checkHealth(opened)
      opened.pragma('journal_mode = WAL')
      opened.pragma('synchronous = FULL')
      const orm = toOrm(opened)
      migrateToNewest(orm)
      claim(orm, file, { hotkey, netuid })
      return {
        path: file,
        orm,
        close() {
          opened.close()
          lock.release()
        },
      }
    })
  } catch (error) {
    sqlite?.close()
    lock.release()
    throw error
  }
}

/**
 * Opens a database to look into it, also while its validator runs. Writes are refused.
 * @throws AppError `no-database`, `database-too-old` (its validator has to run once), and those of `openDatabase`.
 */
export function readDatabase(path: string): Database {
  const file = locate(path)
  if (!existsSync(file))
    throw new AppError('no-database', `${file} does not exist; "validator run" makes it, or give another --db FILE`)
  let sqlite: SqliteFile | undefined
  try {
    return explain(file, () => {
      sqlite = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true })
      const opened = sqlite
      opened.pragma('query_only = ON')
      checkIdentity(opened)
      const { found, known } = checkVersion(opened)
      if (found < known)
        throw new AppError(
          'database-too-old',
          `${file} has schema version ${found}; this validator reads version ${known}: start "validator run" on it once`,
        )
      return { path: file, orm: toOrm(opened), close: () => void opened.close() }
    })
  } catch (error) {
    sqlite?.close()
    throw error
  }
}

/** The real path, so that two names of one file find the same lock. */
function locate(path: string): string {
  const full = resolve(path)
  if (existsSync(full)) return realpathSync(full)
  const folder = dirname(full)
  return existsSync(folder) ? join(realpathSync(folder), full.slice(folder.length)) : full
}

function lockFile(file: string): { release(): void } {
  if (existsSync(file) && statSync(file).isDirectory()) throw new Error('it is a folder')
  makeFolder(dirname(file), 0o700)
  try {
    return acquireLock(file)
  } catch (error) {
    if (!isAppError(error, 'database-locked')) throw error
    const pid = readHolder(file)
    throw new AppError(
      'database-locked',
      `${file} is in use by another validator${pid === undefined ? '' : ` (process ${pid})`}; stop it, or give another --db FILE`,
      { pid },
      error,
    )
  }
}

function readHolder(file: string): string | undefined {
  try {
    const held = readDatabase(file)
    try {
      return readMeta(held.orm, 'pid')
    } finally {
      held.close()
    }
  } catch {
    return undefined
  }
}

/** Throws on a file of another program; marks an empty one as ours. */
function checkIdentity(sqlite: SqliteFile): void {
  const id = sqlite.pragma('application_id', { simple: true })
  if (id === APPLICATION_ID) return
  const objects = sqlite.prepare<[], unknown>('SELECT count(*) FROM sqlite_master').pluck().get()
  if (id !== 0 || objects !== 0)
    throw new AppError('database-foreign', `${sqlite.name} is a database of another program; give another --db FILE`)
  if (sqlite.pragma('query_only', { simple: true }) !== 1) sqlite.pragma(`application_id = ${APPLICATION_ID}`)
}

function checkHealth(sqlite: SqliteFile): void {
  const verdict = sqlite.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok') throw corrupt(sqlite.name, String(verdict))
}

function claim(orm: Orm, file: string, { hotkey, netuid }: Owner): void {
  const owner = readMeta(orm, 'hotkey')
  const subnet = readMeta(orm, 'netuid')
  if ((owner ?? hotkey) !== hotkey || (subnet ?? String(netuid)) !== String(netuid))
    throw new AppError(
      'database-foreign',
      `${file} holds the scores of hotkey ${owner} on netuid ${subnet}, not of ${hotkey} on netuid ${netuid}; give another --db FILE`,
    )
  writeMeta(orm, { hotkey, netuid: String(netuid), pid: String(process.pid) })
}

const corrupt = (file: string, found: string, cause?: unknown) =>
  new AppError(
    'database-corrupt',
    `${file} is damaged or no SQLite database (${found}); restore a backup, move the file away to begin without scores, or give another --db FILE`,
    {},
    cause,
  )

/** Turns SQLite's and the file system's errors into ours. */
function explain<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) throw error
    const found = messageOf(error)
    if (/SQLITE_(NOTADB|CORRUPT)/.test(error instanceof Sqlite.SqliteError ? error.code : ''))
      throw corrupt(file, found, error)
    throw new AppError('database-unusable', `${file} cannot be opened as a database: ${found}`, {}, error)
  }
}
