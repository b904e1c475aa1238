import { eq, sql } from 'drizzle-orm'
import type { Queryable } from './orm.ts'
import { meta } from './schema.ts'

/** `hotkey` and `netuid` say whose scores the file holds, `pid` which process has it open for writing, `commits` what it
 * has to reveal, `settings` by which rounds were scored, `retention` how many of them are kept. */
export type MetaKey = 'hotkey' | 'netuid' | 'pid' | 'commits' | 'settings' | 'retention'

/** A fact about the file; `undefined` when it was never written. */
export const readMeta = (orm: Queryable, key: MetaKey): string | undefined =>
  orm.select({ value: meta.value }).from(meta).where(eq(meta.key, key)).get()?.value

/** Writes facts about the file. */
export function writeMeta(orm: Queryable, values: Readonly<Partial<Record<MetaKey, string>>>): void {
  const rows = Object.entries(values).map(([key, value]) => ({ key, value }))
  orm
    .insert(meta)
    .values(rows)
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
    .run()
}
