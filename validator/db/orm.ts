import Sqlite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import { AppError } from '../../shared/errors.ts'

/** An open SQLite file. */
export type SqliteFile = Sqlite.Database

/** A database or a transaction of it: what queries take. */
export type Orm = BetterSQLite3Database
export type Queryable = BaseSQLiteDatabase<'sync', Sqlite.RunResult>

/** Wraps an open file. */
export const toOrm = (file: SqliteFile): Orm => drizzle({ client: file })

/** Most rows of one INSERT: SQLite takes 32 766 variables in a statement, and our widest table has 22 columns. */
const INSERT_ROWS = 1000

/** Splits rows so that each part fits one INSERT. */
export const chunksOf = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / INSERT_ROWS) }, (_, i) =>
    rows.slice(i * INSERT_ROWS, (i + 1) * INSERT_ROWS),
  )

/**
 * Runs a write and tells in our terms why it failed.
 * @throws AppError `database-failed`, for example when the disk is full; nothing of the transaction was stored.
 */
export function writing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Sqlite.SqliteError ? error.cause : error
    if (!(cause instanceof Sqlite.SqliteError)) throw error
    throw new AppError('database-failed', `the database cannot be written: ${cause.message} (${cause.code})`, {}, error)
  }
}
