import type Database from 'better-sqlite3'
import { encodeBlockChanges } from './block-changes.ts'

interface OldVersion {
  readonly value: Buffer | null
  readonly form: number
}

/** Index of the blocks that wrote a key: the place of its change among those of the block, `NULL` where it deleted it. */
export const VERSIONS = `
  CREATE TABLE versions (
    key_id INTEGER NOT NULL, block INTEGER NOT NULL, position INTEGER, PRIMARY KEY (key_id, block)
  ) WITHOUT ROWID;
`

/** Brings schema 1, which had a row for each value, to schema 2, which has them in the row of their block. */
export function migrateValues(db: Database.Database): void {
  db.exec(`ALTER TABLE versions RENAME TO old_versions; ${VERSIONS}`)
  const versionOf = db.prepare<[number, number], OldVersion>(
    'SELECT value, form FROM old_versions WHERE key_id = ? AND block = ?',
  )
  const changedAt = db.prepare<[number], { readonly changed: Buffer }>('SELECT changed FROM blocks WHERE number = ?')
  const insert = db.prepare('INSERT INTO versions VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE blocks SET changed = ? WHERE number = ?')
  for (const { number } of db.prepare<[], { readonly number: number }>('SELECT number FROM blocks').all()) {
    const ids = changedAt.get(number)?.changed ?? Buffer.alloc(0)
    const changes = Array.from({ length: ids.length / 4 }, (_, position) => {
      const keyId = ids.readUInt32LE(4 * position)
      const old = versionOf.get(keyId, number)
      insert.run(keyId, number, old?.value === null ? null : position)
      return { keyId, value: old?.value ?? undefined, stateVersion: old?.form === 0 ? (0 as const) : (1 as const) }
    })
    update.run(encodeBlockChanges(changes), number)
  }
  db.exec('DROP TABLE old_versions')
}
