import Sqlite from 'better-sqlite3'
import { AppError, messageOf } from '../../../../shared/errors.ts'

/** What SQLite, drizzle or the file system says, as its code. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Sqlite.SqliteError ? error.cause : error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/**
 * Runs work on the file of a sweep and tells in our terms why it failed.
 * @throws AppError `disk-full`, `sweep-locked`, `sweep-corrupt`, `no-sweep` or `sweep-unwritable`.
 */
export function explaining<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) throw error
    const code = codeOf(error)
    const fail = (ours: string, message: string) => new AppError(ours, message, { file, code }, error)
    if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code))
      throw fail(
        'disk-full',
        `the disk of ${file} is full; free some space, then go on with --resume: finished runs are kept`,
      )
    if (/^SQLITE_(BUSY|LOCKED)/.test(code))
      throw fail('sweep-locked', `${file} is in use by another process; wait until it ends, or give another --out`)
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
      throw fail(
        'sweep-corrupt',
        `${file} is damaged or no sweep (${messageOf(error)}); move it away, or give another --out`,
      )
    if (code === 'SQLITE_CANTOPEN')
      throw fail('no-sweep', `${file} cannot be opened; give a folder that "devnet sweep" wrote`)
    if (/^(SQLITE_|E[A-Z]+$)/.test(code))
      throw fail('sweep-unwritable', `cannot use ${file}: ${messageOf(error)} (${code}); give another --out`)
    throw error
  }
}
