import { fromHex, toBareHex } from '../../../shared/bytes.ts'
import { AppError, messageOf } from '../../../shared/errors.ts'
import type { StateVersion } from '../../../shared/trie/trie-node.ts'
import type { BlockRef } from '../api.ts'
import { openDatabase } from './open-database.ts'
import type { PathChange } from './overlay.ts'

/** A sealed block as it is stored. */
export interface BlockRecord extends BlockRef {
  /** SCALE header. */
  readonly header: Uint8Array
  /** SCALE vector of extrinsics. */
  readonly body: Uint8Array
  readonly timestampMs: number
  readonly isFinal: boolean
  /** In key order. */
  readonly changes: readonly PathChange[]
}

export type StoredBlock = Omit<BlockRecord, 'changes'>

/** Blocks and every version of every storage key, in SQLite. Paths are hex texts of keys. */
export interface ChainDb {
  /**
   * Stores a block and its state changes in one transaction: all or nothing, also when the process is killed.
   * @throws AppError `storage-failed`, for example when the disk is full.
   */
  append(block: BlockRecord): void
  /** Marks the blocks up to a number as final. */
  finalize(number: number): void
  /** The block with the highest number. */
  last(): StoredBlock | undefined
  lastFinal(): BlockRef | undefined
  block(number: number): StoredBlock | undefined
  numberOf(hash: Uint8Array): number | undefined
  /** What a block wrote, in key order. */
  changes(number: number): { readonly path: string; readonly value: Uint8Array | undefined }[]
  /** Value of a key in the state after a block. */
  valueAt(number: number, path: string): Uint8Array | undefined
  /** Smallest path greater than `path` that has a value in the state after a block. */
  nextAt(number: number, path: string): string | undefined
  /** All values in the state after a block, with the state version that encoded each. */
  entriesAt(number: number): IterableIterator<PathChange>
  close(): void
}

interface BlockRow {
  readonly number: number
  readonly hash: Buffer
  readonly header: Buffer
  readonly body: Buffer
  readonly timestamp_ms: number
  readonly is_final: number
}

interface ValueRow {
  readonly value: Buffer | null
}

/** Keys whose ids are remembered; hot keys come back in every block, so starting afresh when full costs little. */
const KEY_CACHE_SIZE = 20_000

const VALUE_AT = 'SELECT value FROM versions WHERE key_id = k.id AND block <= @number ORDER BY block DESC LIMIT 1'

/** A plain view: `Buffer.slice` does not copy as `Uint8Array.slice` does, which would surprise readers. */
const plain = (buffer: Buffer): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)

const toBlock = (row: BlockRow): StoredBlock => ({
  number: row.number,
  hash: plain(row.hash),
  header: plain(row.header),
  body: plain(row.body),
  timestampMs: row.timestamp_ms,
  isFinal: row.is_final === 1,
})

/** @throws AppError as `openDatabase`. */
export function openChainDb(basePath: string | undefined): ChainDb {
  const db = openDatabase(basePath)
  const insertBlock = db.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)')
  const insertKey = db.prepare('INSERT INTO keys (key) VALUES (?)')
  const insertVersion = db.prepare('INSERT INTO versions VALUES (?, ?, ?, ?)')
  const keyId = db.prepare<[Uint8Array], { readonly id: number }>('SELECT id FROM keys WHERE key = ?')
  const setFinal = db.prepare('UPDATE blocks SET is_final = 1 WHERE number <= ? AND is_final = 0')
  const lastBlock = db.prepare<[], BlockRow>('SELECT * FROM blocks ORDER BY number DESC LIMIT 1')
  const lastFinal = db.prepare<[], BlockRow>('SELECT * FROM blocks WHERE is_final = 1 ORDER BY number DESC LIMIT 1')
  const blockAt = db.prepare<[number], BlockRow>('SELECT * FROM blocks WHERE number = ?')
  const numberOf = db.prepare<[Uint8Array], { readonly number: number }>('SELECT number FROM blocks WHERE hash = ?')
  const changedAt = db.prepare<[number], { readonly changed: Buffer }>('SELECT changed FROM blocks WHERE number = ?')
  const changeOf = db.prepare<[number, number], ValueRow & { readonly key: Buffer }>(
    'SELECT key, value FROM versions JOIN keys ON id = key_id WHERE key_id = ? AND block = ?',
  )
  const valueAt = db.prepare<[{ number: number; key: Uint8Array }], ValueRow>(
    `SELECT (${VALUE_AT}) AS value FROM keys k WHERE key = @key`,
  )
  const nextAt = db.prepare<[{ number: number; key: Uint8Array }], { readonly key: Buffer }>(
    `SELECT key FROM keys k WHERE key > @key AND (${VALUE_AT}) IS NOT NULL ORDER BY key LIMIT 1`,
  )
  const entriesAt = db.prepare<
    [{ number: number }],
    { readonly key: Buffer; readonly value: Buffer; readonly form: number }
  >(
    `SELECT key, value, form FROM keys k JOIN versions v ON v.key_id = k.id WHERE v.value IS NOT NULL AND v.block =
     (SELECT max(block) FROM versions WHERE key_id = k.id AND block <= @number) ORDER BY key`,
  )

  const ids = new Map<string, number>()
  const idOf = (path: string): number => {
    let id = ids.get(path)
    if (id === undefined) {
      const key = fromHex(path)
      id = keyId.get(key)?.id ?? Number(insertKey.run(key).lastInsertRowid)
      if (ids.size >= KEY_CACHE_SIZE) ids.clear()
      ids.set(path, id)
    }
    return id
  }

  const append = db.transaction((block: BlockRecord) => {
    const changed = Buffer.alloc(4 * block.changes.length)
    for (const [index, { path, value, stateVersion }] of block.changes.entries()) {
      const id = idOf(path)
      changed.writeUInt32LE(id, 4 * index)
      insertVersion.run(id, block.number, value ?? null, stateVersion)
    }
    const { number, hash, header, body, timestampMs, isFinal } = block
    insertBlock.run(number, hash, header, body, timestampMs, isFinal ? 1 : 0, changed)
    if (isFinal) setFinal.run(number)
  })

  /** Readers may outlive the node by a moment; they get a clear error. */
  const whileOpen =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      if (!db.open) throw new AppError('node-closed', 'the node is closed; its chain can no longer be read')
      return work(...args)
    }

  return {
    append: whileOpen((block) => {
      try {
        append(block)
      } catch (error) {
        // Ids given out in the transaction that failed do not exist.
        ids.clear()
        throw new AppError(
          'storage-failed',
          `block ${block.number} cannot be stored: ${messageOf(error)}; the chain stays at the block before`,
          { number: block.number },
          error,
        )
      }
    }),
    finalize: whileOpen((number) => {
      setFinal.run(number)
    }),
    last: whileOpen(() => optional(lastBlock.get(), toBlock)),
    lastFinal: whileOpen(() => optional(lastFinal.get(), toBlock)),
    block: whileOpen((number) => optional(blockAt.get(number), toBlock)),
    numberOf: whileOpen((hash) => numberOf.get(hash)?.number),
    changes: whileOpen((number) => {
      const changed = changedAt.get(number)?.changed ?? Buffer.alloc(0)
      const rows = Array.from({ length: changed.length / 4 }, (_, index) =>
        changeOf.get(changed.readUInt32LE(4 * index), number),
      )
      return rows
        .filter((row) => row !== undefined)
        .map(({ key, value }) => ({ path: toBareHex(key), value: optional(value, plain) }))
    }),
    valueAt: whileOpen((number, path) => optional(valueAt.get({ number, key: fromHex(path) })?.value, plain)),
    nextAt: whileOpen((number, path) => optional(nextAt.get({ number, key: fromHex(path) })?.key, toBareHex)),
    entriesAt: whileOpen(function* (number) {
      for (const { key, value, form } of entriesAt.iterate({ number }))
        yield { path: toBareHex(key), value: plain(value), stateVersion: toStateVersion(form) }
    }),
    close: () => {
      db.close()
    },
  }
}

const toStateVersion = (form: number): StateVersion => (form === 0 ? 0 : 1)

const optional = <T, R>(value: T | null | undefined, map: (value: T) => R): R | undefined =>
  value === null || value === undefined ? undefined : map(value)
