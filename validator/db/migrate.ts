import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { AppError } from '../../shared/errors.ts'
import type { Orm, SqliteFile } from './orm.ts'

const APPLIED = '__drizzle_migrations'

/** Version of a database: how many migrations made its tables. */
export interface SchemaVersion {
  readonly found: number
  readonly known: number
}

/**
 * Version of a file and the newest one that this program knows.
 * @throws AppError `database-too-new` for a file that a newer program wrote.
 */
export function checkVersion(file: SqliteFile): SchemaVersion {
  const known = readMigrationFiles({ migrationsFolder })
  const applied = readApplied(file)
  const newest = Math.max(0, ...known.map(({ folderMillis }) => folderMillis))
  if (applied.length > known.length || applied.some((when) => when > newest))
    throw new AppError(
      'database-too-new',
      `${file.name} has schema version ${applied.length} of a newer validator; this one knows versions up to ${known.length}: update meritnet, or give another --db FILE`,
      { found: applied.length, known: known.length },
    )
  return { found: applied.length, known: known.length }
}

/** Brings the tables to the newest version, all steps or none. */
export const migrateToNewest = (orm: Orm): void => migrate(orm, { migrationsFolder })

function readApplied(file: SqliteFile): readonly number[] {
  const table = file.prepare<[string], unknown>("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?")
  if (table.get(APPLIED) === undefined) return []
  return file.prepare<[], unknown>(`SELECT created_at FROM ${APPLIED}`).pluck().all().map(Number)
}

/** Beside this file when run from source; in the package's source folder when run from `dist/validator/db`. */
const migrationsFolder = (() => {
  const beside = fileURLToPath(new URL('migrations', import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../validator/db/migrations', import.meta.url))
})()
