import { rmSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import { asc, eq, isNull } from 'drizzle-orm'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import type { Measures } from '../engine.ts'
import type { Job } from '../shard.ts'
import { checkFile } from './check-file.ts'
import { explaining } from './failures.ts'
import { parseIdentity } from './identity.ts'
import { openSqlite, type StoreOptions } from './open-sqlite.ts'
import { measures, meta, runs } from './schema.ts'

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

/**
 * Opens the file of a sweep.
 * @throws AppError `no-sweep`, `not-a-sweep`, `sweep-version`, `sweep-locked`, `sweep-corrupt`.
 */
export function openStore(file: string, options: StoreOptions = {}): SweepStore {
  return explaining(file, () => {
    const sqlite = openSqlite(file, { ...options, mustExist: true })
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
