import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openChainDb } from '../../../../chain/node/storage/chain-db.ts'
import { utf8 } from '../../../../shared/bytes.ts'

/** What version 1 wrote: key 1 in both blocks, key 2 deleted and key 3 empty in block 1. */
const VERSION_1 = `
  PRAGMA application_id = 0x6d726e74; PRAGMA user_version = 1;
  CREATE TABLE blocks (
    number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, header BLOB NOT NULL, body BLOB NOT NULL,
    timestamp_ms INTEGER NOT NULL, is_final INTEGER NOT NULL, changed BLOB NOT NULL
  );
  CREATE INDEX blocks_not_final ON blocks (number) WHERE is_final = 0;
  CREATE TABLE keys (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE);
  CREATE TABLE versions (
    key_id INTEGER NOT NULL, block INTEGER NOT NULL, value BLOB, form INTEGER NOT NULL, PRIMARY KEY (key_id, block)
  ) WITHOUT ROWID;
  INSERT INTO keys VALUES (1, x'aa'), (2, x'bb'), (3, x'cc');
  INSERT INTO blocks VALUES (0, x'00', x'10', x'20', 1000, 1, x'0100000002000000'),
                            (1, x'01', x'11', x'21', 2000, 0, x'010000000200000003000000');
  INSERT INTO versions VALUES (1, 0, 'a0', 0), (2, 0, 'b0', 1), (1, 1, 'a1', 1), (2, 1, NULL, 1), (3, 1, x'', 1);
`

it('a chain stored by version 1 opens with all blocks, states and changes, and goes on', () => {
  const directory = mkdtempSync(join(tmpdir(), 'meritnet-migrate-'))
  try {
    const old = new Database(join(directory, 'chain.sqlite'))
    // Values are blobs; text stands for them here.
    old.exec(VERSION_1)
    old.exec('UPDATE versions SET value = CAST(value AS BLOB) WHERE value IS NOT NULL')
    old.close()
    for (const opening of [1, 2]) {
      const db = openChainDb(directory)
      expect(db.last()?.header, `opening ${opening}`).toEqual(Uint8Array.of(0x11))
      expect(db.lastFinal()?.number).toBe(0)
      const values = (number: number) => ['aa', 'bb', 'cc'].map((path) => db.valueAt(number, path))
      expect(values(0)).toEqual([utf8('a0'), utf8('b0'), undefined])
      expect(values(1)).toEqual([utf8('a1'), undefined, new Uint8Array(0)])
      expect([...db.entriesAt(0)].map(({ path, stateVersion }) => [path, stateVersion])).toEqual([
        ['aa', 0],
        ['bb', 1],
      ])
      expect(db.nextAt(1, 'aa')).toBe('cc')
      expect(db.changes(1)).toEqual([
        { path: 'aa', value: utf8('a1') },
        { path: 'bb', value: undefined },
        { path: 'cc', value: new Uint8Array(0) },
      ])
      db.close()
    }
    const db = openChainDb(directory)
    db.append({
      number: 2,
      hash: Uint8Array.of(2),
      header: new Uint8Array(0),
      body: new Uint8Array(0),
      timestampMs: 3000,
      isFinal: true,
      changes: [{ path: 'bb', value: utf8('b2'), stateVersion: 1 }],
    })
    expect([db.valueAt(2, 'aa'), db.valueAt(2, 'bb'), db.valueAt(1, 'bb')]).toEqual([utf8('a1'), utf8('b2'), undefined])
    db.close()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
