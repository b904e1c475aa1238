import { fromHex, toBareHex } from '../../../shared/bytes.ts'
import { AppError, messageOf } from '../../../shared/errors.ts'
import type { BlockRef } from '../api.ts'
import { type BlockChanges, damagedChanges, decodeBlockChanges, encodeBlockChanges } from './block-changes.ts'
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

/** Where a key's newest value stands: the block that wrote it and the place among its changes. */
interface VersionRow {
  readonly block: number
  readonly position: number | null
}

/** Keys whose ids are remembered; hot keys come back in every block, so starting afresh when full costs little. */
const KEY_CACHE_SIZE = 20_000

/** Rows of one statement: calling it costs as much as several rows do. */
const VERSIONS_AT_ONCE = 32

/** Blocks whose changes are kept at hand: whoever reads an old state reads many keys, of few blocks. */
const KEPT_BLOCKS = 32

const BLOCK = 'number, hash, header, body, timestamp_ms, is_final'
const NEWEST = 'key_id = k.id AND block <= @number ORDER BY block DESC LIMIT 1'

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
  const insertVersion = db.prepare('INSERT INTO versions VALUES (?, ?, ?)')
  const insertVersions = db.prepare(`INSERT INTO versions VALUES ${Array(VERSIONS_AT_ONCE).fill('(?, ?, ?)').join()}`)
  const keyId = db.prepare<[Uint8Array], { readonly id: number }>('SELECT id FROM keys WHERE key = ?')
  const setFinal = db.prepare('UPDATE blocks SET is_final = 1 WHERE number <= ? AND is_final = 0')
  const lastBlock = db.prepare<[], BlockRow>(`SELECT ${BLOCK} FROM blocks ORDER BY number DESC LIMIT 1`)
  const lastFinal = db.prepare<[], BlockRow>(
    `SELECT ${BLOCK} FROM blocks WHERE is_final = 1 ORDER BY number DESC LIMIT 1`,
  )
  const blockAt = db.prepare<[number], BlockRow>(`SELECT ${BLOCK} FROM blocks WHERE number = ?`)
  const numberOf = db.prepare<[Uint8Array], { readonly number: number }>('SELECT number FROM blocks WHERE hash = ?')
  const changedAt = db.prepare<[number], { readonly changed: Buffer }>('SELECT changed FROM blocks WHERE number = ?')
  const keyOf = db.prepare<[number], { readonly key: Buffer }>('SELECT key FROM keys WHERE id = ?')
  const versionAt = db.prepare<[{ number: number; key: Uint8Array }], VersionRow>(
    `SELECT block, position FROM keys k JOIN versions ON key_id = k.id WHERE key = @key AND block <= @number
     ORDER BY block DESC LIMIT 1`,
  )
  const nextAt = db.prepare<[{ number: number; key: Uint8Array }], { readonly key: Buffer }>(
    `SELECT key FROM keys k WHERE key > @key AND (SELECT position FROM versions WHERE ${NEWEST}) IS NOT NULL
     ORDER BY key LIMIT 1`,
  )
  // By block, so that the changes of each are read once.
  const entriesAt = db.prepare<[{ number: number }], VersionRow & { readonly key: Buffer }>(
    `SELECT key, block, position FROM keys k JOIN versions v ON v.key_id = k.id WHERE position IS NOT NULL AND block =
     (SELECT max(block) FROM versions WHERE key_id = k.id AND block <= @number) ORDER BY block`,
  )

  const kept = new Map<number, BlockChanges>()
  const changesOf = (number: number): BlockChanges => {
    const known = kept.get(number)
    if (known !== undefined) return known
    const changes = decodeBlockChanges(number, changedAt.get(number)?.changed ?? Buffer.alloc(0))
    const [oldest] = kept.keys()
    if (kept.size >= KEPT_BLOCKS && oldest !== undefined) kept.delete(oldest)
    kept.set(number, changes)
    return changes
  }

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
    const changes = block.changes.map(({ path, value, stateVersion }) => ({ keyId: idOf(path), value, stateVersion }))
    const versions = changes.map(({ keyId, value }, position) => [
      keyId,
      block.number,
      value === undefined ? null : position,
    ])
    const whole = versions.length - (versions.length % VERSIONS_AT_ONCE)
    for (let first = 0; first < whole; first += VERSIONS_AT_ONCE)
      insertVersions.run(versions.slice(first, first + VERSIONS_AT_ONCE).flat())
    for (const version of versions.slice(whole)) insertVersion.run(version)
    const { number, hash, header, body, timestampMs, isFinal } = block
    insertBlock.run(number, hash, header, body, timestampMs, isFinal ? 1 : 0, encodeBlockChanges(changes))
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
      if (blockAt.get(number) === undefined) return []
      const changes = changesOf(number)
      return Array.from({ length: changes.count }, (_, position) => {
        const { keyId, value } = changes.at(position)
        const key = keyOf.get(keyId)?.key
        if (key === undefined) throw damagedChanges(number)
        return { path: toBareHex(key), value }
      })
    }),
    valueAt: whileOpen((number, path) => {
      const version = versionAt.get({ number, key: fromHex(path) })
      return optional(version?.position, (position) => changesOf(version?.block ?? 0).at(position).value)
    }),
    nextAt: whileOpen((number, path) => optional(nextAt.get({ number, key: fromHex(path) })?.key, toBareHex)),
    entriesAt: whileOpen(function* (number) {
      for (const { key, block, position } of entriesAt.iterate({ number })) {
        const { value, stateVersion } = changesOf(block).at(position ?? 0)
        yield { path: toBareHex(key), value, stateVersion }
      }
    }),
    close: () => {
      db.close()
    },
  }
}

const optional = <T, R>(value: T | null | undefined, map: (value: T) => R): R | undefined =>
  value === null || value === undefined ? undefined : map(value)
