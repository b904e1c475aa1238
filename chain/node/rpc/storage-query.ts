import { fromHex, toHex } from '../../../shared/bytes.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { NodeApi } from '../api.ts'
import type { Param } from './params.ts'
import { keysWith } from './storage-keys.ts'

const TYPES = ['value', 'hash', 'closestDescendantMerkleValue', 'descendantsValues', 'descendantsHashes'] as const
type QueryType = (typeof TYPES)[number]

/** What to read of the storage, in the form of the new API. */
export interface StorageQuery {
  readonly key: Uint8Array
  readonly type: QueryType
  /** Descendants strictly after this key. */
  readonly startKey: Uint8Array | undefined
}

/** One thing read; absent things are not reported. */
export type StorageItem = Readonly<Record<string, string>>

const MAX_QUERIES = 10_000

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function parseHex(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return fromHex(value)
  } catch (error) {
    if (isAppError(error)) return undefined
    throw error
  }
}

function parseQuery(value: unknown): StorageQuery | undefined {
  if (!isObject(value)) return undefined
  const key = parseHex(value.key)
  const type = TYPES.find((one) => one === value.type)
  const start = value.paginationStartKey ?? undefined
  const startKey = start === undefined ? undefined : parseHex(start)
  if (key === undefined || type === undefined || (start !== undefined && startKey === undefined)) return undefined
  return { key, type, startKey }
}

/** A list of queries. */
export const storageQueries: Param<readonly StorageQuery[]> = {
  expected: `a list of at most ${MAX_QUERIES} of { "key": "0x…", "type": one of ${TYPES.join(', ')} }`,
  accept(value) {
    if (!Array.isArray(value) || value.length > MAX_QUERIES) return undefined
    const queries = value.map(parseQuery)
    return queries.every((query) => query !== undefined) ? queries : undefined
  },
}

/** Child tries do not exist on this chain: only null is valid. */
export const noChildTrie: Param<never> = {
  expected: 'null: this chain has no child tries',
  accept: () => undefined,
}

/** Reads queries one after the other, key by key as the reader asks. @throws AppError `unknown-block`. */
export function* readQueries(
  node: NodeApi,
  at: Uint8Array,
  queries: readonly StorageQuery[],
): Generator<StorageItem, void> {
  const state = node.state(at)
  for (const { key, type, startKey } of queries) {
    if (type === 'descendantsValues' || type === 'descendantsHashes') {
      for (const found of keysWith(state, key, startKey)) {
        const value = state.get(found)
        if (value === undefined) continue
        yield type === 'descendantsValues'
          ? { key: toHex(found), value: toHex(value) }
          : { key: toHex(found), hash: toHex(blake2b256(value)) }
      }
    } else if (type === 'closestDescendantMerkleValue') {
      const merkle = node.merkleValue(at, key)
      if (merkle !== undefined) yield { key: toHex(key), closestDescendantMerkleValue: toHex(merkle) }
    } else {
      const value = state.get(key)
      if (value === undefined) continue
      yield type === 'value'
        ? { key: toHex(key), value: toHex(value) }
        : { key: toHex(key), hash: toHex(blake2b256(value)) }
    }
  }
}
