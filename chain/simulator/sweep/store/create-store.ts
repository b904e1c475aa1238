import { linkSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { AppError } from '../../../../shared/errors.ts'
import { makeFolder } from '../../../../shared/make-folder.ts'
import type { Point } from '../design.ts'
import { SWEEP_APPLICATION_ID } from './check-file.ts'
import { explaining } from './failures.ts'
import { type SweepIdentity, toStored } from './identity.ts'
import { openSqlite, type StoreOptions } from './open-sqlite.ts'
import { meta, points, SCHEMA_VERSION, TABLES } from './schema.ts'
import { openStore, type SweepStore } from './store.ts'

const INSERT_ROWS = 1000

const chunksOf = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / INSERT_ROWS) }, (_, i) =>
    rows.slice(i * INSERT_ROWS, (i + 1) * INSERT_ROWS),
  )

/**
 * Makes the file of a sweep, whole or not at all: it gets its name when everything is in it, and only where no other
 * process was quicker.
 * @throws AppError `disk-full`, `sweep-locked`, `sweep-unwritable`.
 */
export function createStore(
  file: string,
  { identity, design }: { readonly identity: SweepIdentity; readonly design: readonly Point[] },
  options: StoreOptions = {},
): SweepStore {
  explaining(file, () => {
    makeFolder(dirname(file))
    const folder = mkdtempSync(join(dirname(file), '.sweep-'))
    try {
      const draft = join(folder, 'draft.sqlite')
      writeDraft(draft, { identity, design }, options)
      giveName(draft, file)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
  return openStore(file, options)
}

function writeDraft(
  draft: string,
  { identity, design }: { readonly identity: SweepIdentity; readonly design: readonly Point[] },
  options: StoreOptions,
): void {
  // Only this file gets a name: what a full disk has kept in a log beside it would be lost.
  const sqlite = openSqlite(draft, { ...options, journal: 'MEMORY' })
  try {
    const orm = drizzle({ client: sqlite })
    sqlite.transaction(() => {
      sqlite.pragma(`application_id = ${SWEEP_APPLICATION_ID}`)
      sqlite.pragma(`user_version = ${SCHEMA_VERSION}`)
      sqlite.exec(TABLES)
      orm
        .insert(meta)
        .values({ key: 'identity', value: JSON.stringify(toStored(identity)) })
        .run()
      const rows = design.map((point, id) => ({ id, point: JSON.stringify(point) }))
      for (const part of chunksOf(rows)) orm.insert(points).values(part).run()
    })()
  } finally {
    sqlite.close()
  }
}

/** A link, unlike a new name, never takes the place of a file that another process has made meanwhile. */
function giveName(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new AppError(
        'sweep-locked',
        `another process has just made ${file}; wait until it ends, or give another --out`,
        { file },
        error,
      )
    // Not every file system has links.
    renameSync(draft, file)
  }
}
