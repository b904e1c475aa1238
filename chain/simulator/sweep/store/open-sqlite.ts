import Sqlite from 'better-sqlite3'

/** What every file of a sweep may be opened with. */
export interface StoreOptions {
  /** Most pages of 4096 bytes; for files that share a small disk. */
  readonly mostPages?: number
}

/** How to open a database. */
interface OpenOptions extends StoreOptions {
  /** Refuses to make it. */
  readonly mustExist?: boolean
  /** A log beside the file, or none that outlives the process. */
  readonly journal?: 'WAL' | 'MEMORY'
}

/** Opens a database that is this process's alone from its first use on. @throws SqliteError. */
export function openSqlite(
  file: string,
  { mostPages, mustExist = false, journal = 'WAL' }: OpenOptions,
): Sqlite.Database {
  const sqlite = new Sqlite(file, { timeout: 0, fileMustExist: mustExist })
  try {
    // Held until the process ends, however it ends: two sweeps never write to one file.
    sqlite.pragma('locking_mode = EXCLUSIVE')
    if (mostPages !== undefined) sqlite.pragma(`max_page_count = ${mostPages}`)
    sqlite.pragma(`journal_mode = ${journal}`)
    // A kill loses nothing; a loss of power at most the last runs, which are made again.
    if (journal === 'WAL') sqlite.pragma('synchronous = NORMAL')
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}
