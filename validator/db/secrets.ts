import { and, desc, eq, isNull, lte, notInArray, sql } from 'drizzle-orm'
import { type Orm, type Queryable, writing } from './orm.ts'
import { rounds, secrets } from './schema.ts'

/** A secret that rounds are drawn from. */
export interface SecretRecord {
  readonly id: number
  /** First block of the epoch that it was drawn for. */
  readonly period: number
  /** 32 bytes. */
  readonly secret: Uint8Array
  /** Block in which its hash came on chain; `undefined` until that was seen. */
  readonly committedBlock: number | undefined
  /** Whether it is on chain itself. */
  readonly isOpened: boolean
}

/** All secrets that are kept, newest first. */
export const readSecrets = (orm: Queryable): readonly SecretRecord[] =>
  orm.select().from(secrets).orderBy(desc(secrets.id)).all().map(fromRow)

/** A secret of `readRound`; `undefined` when it does not exist. */
export function readSecret(orm: Queryable, id: number): SecretRecord | undefined {
  const row = orm.select().from(secrets).where(eq(secrets.id, id)).get()
  return row === undefined ? undefined : fromRow(row)
}

/**
 * Stores a new secret, before anybody hears of it.
 * @throws AppError `database-failed`.
 */
export function storeSecret(orm: Orm, { period, secret }: Pick<SecretRecord, 'period' | 'secret'>): SecretRecord {
  const values = { period, secret: Buffer.from(secret) }
  return writing(() => fromRow(orm.insert(secrets).values(values).returning().get()))
}

/**
 * Remembers what the chain says: the block in which a secret's hash came on chain, and which secrets are open by now.
 * @throws AppError `database-failed`.
 */
export function noteOnChain(
  orm: Orm,
  { id, committedBlock, openedId }: { id: number; committedBlock: number; openedId: number | undefined },
): void {
  writing(() =>
    orm.transaction((tx) => {
      tx.update(secrets)
        .set({ committedBlock })
        .where(and(eq(secrets.id, id), isNull(secrets.committedBlock)))
        .run()
      // Who opens a secret opens all before it: their rounds are as old or older.
      if (openedId !== undefined) tx.update(secrets).set({ isOpened: true }).where(lte(secrets.id, openedId)).run()
    }),
  )
}

/** Forgets opened secrets that no kept round was drawn from. */
export function pruneSecrets(orm: Queryable): void {
  const used = orm.select({ id: sql<number>`coalesce(${rounds.secretId}, 0)` }).from(rounds)
  orm
    .delete(secrets)
    .where(and(eq(secrets.isOpened, true), notInArray(secrets.id, used)))
    .run()
}

const fromRow = (row: typeof secrets.$inferSelect): SecretRecord => ({
  id: row.id,
  period: row.period,
  secret: Uint8Array.from(row.secret),
  committedBlock: row.committedBlock ?? undefined,
  isOpened: row.isOpened,
})
