import type { Database } from 'better-sqlite3'
import { AppError } from '../../../../shared/errors.ts'
import { SCHEMA_VERSION } from './schema.ts'

/** "MSWP": marks sweeps among other SQLite databases. */
export const SWEEP_APPLICATION_ID = 0x4d535750

/**
 * Refuses files of other programs and of other versions.
 * @throws AppError `not-a-sweep`, `sweep-version`, `sweep-corrupt`.
 */
export function checkFile(file: string, sqlite: Database): void {
  if (sqlite.pragma('application_id', { simple: true }) !== SWEEP_APPLICATION_ID)
    throw new AppError('not-a-sweep', `${file} is a database of another program; give another --out`, { file })
  const version = sqlite.pragma('user_version', { simple: true })
  if (version !== SCHEMA_VERSION)
    throw new AppError(
      'sweep-version',
      `${file} has schema version ${String(version)}, this program reads ${SCHEMA_VERSION}; finish it with the program that made it, or give another --out`,
      { file },
    )
  const verdict = sqlite.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok')
    throw new AppError(
      'sweep-corrupt',
      `${file} is damaged (${String(verdict)}); move it away, or give another --out`,
      { file },
    )
}
