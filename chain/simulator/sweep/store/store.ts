import { linkSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { asc, eq, isNull } from 'drizzle-orm'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { AppError } from '../../../../shared/errors.ts'
import { makeFolder } from '../../../../shared/make-folder.ts'
import type { Point } from '../design.ts'
import type { Measures } from '../engine.ts'
import type { Job } from '../shard.ts'
import { checkFile, SWEEP_APPLICATION_ID } from './check-file.ts'
import { explaining } from './failures.ts'
import { parseIdentity, type SweepIdentity, toStored } from './identity.ts'
import { measures, meta, points, runs, SCHEMA_VERSION, TABLES } from './schema.ts'

/** A run that is over: its measures or why there are none. */
export interface Outcome extends Job {
  readonly result: { readonly measures: Measures } | { readonly failure: string }
}

/** The file of a sweep, held by one process at a time. */
export interface SweepStore {
  readonly file: string
  identity(): ReturnType<typeof parseIdentity>
  /** Every run that gave measures. */
  finished(): readonly Job[]
  /** Writes outcomes in one transaction; a failure of before gives way. @throws AppError `disk-full`, `sweep-unwritable`. */
  save(outcomes: readonly Outcome[]): void
  /** All outcomes by point and seed. */
  outcomes(): readonly Outcome[]
  close(): void
}

/** How to open one. */
export interface StoreOptions {
  /** Most pages of 4096 bytes; for files that share a small disk. */
  readonly mostPages?: number
}

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
  const sqlite = open(draft, { ...options, journal: 'MEMORY' })
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

/**
 * Opens the file of a sweep.
 * @throws AppError `no-sweep`, `not-a-sweep`, `sweep-version`, `sweep-locked`, `sweep-corrupt`.
 */
export function openStore(file: string, options: StoreOptions = {}): SweepStore {
  return explaining(file, () => {
    const sqlite = open(file, { ...options, mustExist: true })
    try {
      checkFile(file, sqlite)
      return wrap(file, sqlite, drizzle({ client: sqlite }))
    } catch (error) {
      sqlite.close()
      throw error
    }
  })
}

/** Removes the file of a sweep that nobody has open, with its journals. */
export function removeStore(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
}

interface OpenOptions extends StoreOptions {
  readonly mustExist?: boolean
  readonly journal?: 'WAL' | 'MEMORY'
}

function open(file: string, { mostPages, mustExist = false, journal = 'WAL' }: OpenOptions): Sqlite.Database {
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

function wrap(file: string, sqlite: Sqlite.Database, orm: BetterSQLite3Database): SweepStore {
  const saveAll = sqlite.transaction((outcomes: readonly Outcome[]) => {
    for (const { point, seed, result } of outcomes) {
      const failure = 'failure' in result ? result.failure : null
      orm
        .insert(runs)
        .values({ point, seed, failure })
        .onConflictDoUpdate({ target: [runs.point, runs.seed], set: { failure } })
        .run()
      const found = 'measures' in result ? Object.entries(result.measures) : []
      const rows = found.map(([name, value]) => ({ point, seed, name, value }))
      if (rows.length > 0) orm.insert(measures).values(rows).run()
    }
  })
  return {
    file,
    identity() {
      const row = orm.select().from(meta).where(eq(meta.key, 'identity')).get()
      return parseIdentity(JSON.parse(row?.value ?? 'null'))
    },
    finished: () => orm.select({ point: runs.point, seed: runs.seed }).from(runs).where(isNull(runs.failure)).all(),
    save: (outcomes) => explaining(file, () => saveAll(outcomes)),
    outcomes: () => readOutcomes(sqlite, orm),
    close: () => void sqlite.close(),
  }
}

interface MeasureRow extends Job {
  readonly name: string
  readonly value: number
}

function readOutcomes(sqlite: Sqlite.Database, orm: BetterSQLite3Database): readonly Outcome[] {
  const ended = orm.select().from(runs).orderBy(asc(runs.point), asc(runs.seed)).all()
  const key = ({ point, seed }: Job) => `${point} ${seed}`
  const found = new Map<string, Record<string, number>>(ended.map((row) => [key(row), {}]))
  // Row by row: a run has more than a dozen, and all at once would not fit into memory long before the runs do.
  const rows = sqlite.prepare<[], MeasureRow>(
    'SELECT point, seed, name, value FROM measures ORDER BY point, seed, name',
  )
  for (const row of rows.iterate()) {
    const own = found.get(key(row))
    if (own !== undefined) own[row.name] = row.value
  }
  return ended.map(({ point, seed, failure }): Outcome => {
    const measured = found.get(key({ point, seed })) ?? {}
    return { point, seed, result: failure === null ? { measures: measured } : { failure } }
  })
}
