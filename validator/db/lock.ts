import Sqlite from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'

/** The right to write a database, held by one process. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock of a database: an exclusive transaction on `FILE.lock` that never ends. The operating system gives it
 * back when the process dies in whatever way, so a `kill -9` leaves nothing to clean up, and readers of the database
 * itself are not in the way.
 * @throws AppError `database-locked` when another process has it.
 */
export function acquireLock(databasePath: string): Lock {
  const guard = new Sqlite(`${databasePath}.lock`, { timeout: 0 })
  try {
    guard.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    guard.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new AppError('database-locked', `${databasePath} is in use by another validator`, {}, error)
    throw error
  }
  return { release: () => guard.close() }
}
