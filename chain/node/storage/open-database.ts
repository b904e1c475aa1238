import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { makeFolder } from '../../../shared/make-folder.ts'
import { migrateValues, VERSIONS } from './migrate-values.ts'

/** Counts up with every change of the tables below; a file remembers with which it was written. */
const SCHEMA_VERSION = 2
/** "mrnt": tells our files from other SQLite files. */
const APPLICATION_ID = 0x6d726e74
/** Pages that may stay in memory, in KiB; a chain without a directory spills older pages to a temporary file. */
const CACHE_KIB = 65_536

/**
 * `blocks.changed` holds every value that a block wrote, in key order (`encodeBlockChanges`), and `versions` tells for
 * each key which blocks wrote it and at which place, so that every block's state stays readable.
 */
const SCHEMA = `
  CREATE TABLE blocks (
    number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, header BLOB NOT NULL, body BLOB NOT NULL,
    timestamp_ms INTEGER NOT NULL, is_final INTEGER NOT NULL, changed BLOB NOT NULL
  );
  CREATE INDEX blocks_not_final ON blocks (number) WHERE is_final = 0;
  CREATE TABLE keys (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE);
  ${VERSIONS}
`

/**
 * Opens `chain.sqlite` in a directory, made when missing; without a directory a temporary database that is gone with
 * the process, held in memory up to the cache limit.
 * @throws AppError `unusable-base-path`, `database-in-use`, `not-a-database`, `newer-database`.
 */
export function openDatabase(basePath: string | undefined): Database.Database {
  if (basePath === undefined) {
    const db = new Database('')
    // It dies with the process, so it need not survive one.
    db.pragma('journal_mode = MEMORY')
    db.pragma('synchronous = OFF')
    return prepare(db, 'the temporary database')
  }
  const file = join(basePath, 'chain.sqlite')
  let db: Database.Database
  try {
    makeFolder(basePath)
    db = new Database(file, { timeout: 0 })
  } catch (error) {
    throw new AppError(
      'unusable-base-path',
      `cannot keep a chain in ${basePath}: ${messageOf(error)}; give a directory that can be written`,
      { basePath },
      error,
    )
  }
  try {
    // One process owns a chain; a second one is told so at once instead of forking the state.
    db.pragma('locking_mode = EXCLUSIVE')
    // WAL without a sync per block: a killed process loses nothing, a power cut at most the last blocks, never half of one.
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    return prepare(db, file)
  } catch (error) {
    db.close()
    throw translate(error, file)
  }
}

function translate(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  if (error.code.startsWith('SQLITE_BUSY'))
    return new AppError('database-in-use', `${file} is in use by another node; stop it or give another --base-path`)
  if (error.code === 'SQLITE_NOTADB') return notOurs(file)
  return new AppError('unusable-base-path', `cannot open ${file}: ${error.message}`, { file }, error)
}

function prepare(db: Database.Database, file: string): Database.Database {
  db.pragma(`cache_size = -${CACHE_KIB}`)
  db.transaction(() => migrate(db, file)).exclusive()
  return db
}

const notOurs = (file: string) =>
  new AppError('not-a-database', `${file} is not a chain of this program; remove it or give another --base-path`)

function migrate(db: Database.Database, file: string): void {
  const found = Number(db.pragma('user_version', { simple: true }))
  const application = Number(db.pragma('application_id', { simple: true }))
  if (found === 0) {
    const tables = db.prepare<[], { readonly n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()
    if (tables?.n !== 0) throw notOurs(file)
    db.exec(SCHEMA)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
    return
  }
  if (application !== APPLICATION_ID) throw notOurs(file)
  if (found > SCHEMA_VERSION)
    throw new AppError(
      'newer-database',
      `${file} has schema version ${found}; this program reads up to ${SCHEMA_VERSION}. Update it or give another --base-path`,
      { file, found, supported: SCHEMA_VERSION },
    )
  if (found === SCHEMA_VERSION) return
  migrateValues(db)
  db.pragma(`user_version = ${SCHEMA_VERSION}`)
}
