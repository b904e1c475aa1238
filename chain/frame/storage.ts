import { concat, concatBriefly, startsWith, utf8 } from '../../shared/bytes.ts'
import { twox64Concat, twox128 } from '../../shared/crypto/hashes.ts'
import { Reader } from '../../shared/scale/reader.ts'
import { accountId } from '../../shared/scale/substrate.ts'
import { type AnyType, decode, encode, type ScaleType } from '../../shared/scale/type.ts'
import { rememberPath } from '../../shared/trie/path.ts'
import type { ReadableStorage, Storage } from '../interface.ts'
import { type Cell, ObjectCell } from './cell.ts'
import { hashedKeyPart } from './key-cache.ts'
import { rememberKeys } from './key-memo.ts'
import { ObjectState } from './object-state.ts'
import type { ItemLayout } from './object-table.ts'

/** How one key of a map is hashed; `skip` is the number of hash bytes before the key's own bytes. */
export const hashers = {
  Identity: { hash: (data: Uint8Array) => data, skip: 0 },
  Twox64Concat: { hash: twox64Concat, skip: 8 },
  Blake2_128Concat: { hash: hashedKeyPart, skip: 16 },
} as const

export interface StorageKey<T> {
  readonly type: ScaleType<T>
  readonly hasher: keyof typeof hashers
}
// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
type AnyKey = StorageKey<any>
export type KeyArgs<K extends readonly AnyKey[]> = {
  -readonly [I in keyof K]: K[I] extends StorageKey<infer T> ? T : never
}

/** `R` is what a read returns: `V` with a default (ValueQuery), `V | undefined` without (OptionQuery). */
export interface StorageDef<K extends readonly AnyKey[], V, R> {
  readonly keys: K
  readonly value: ScaleType<V>
  /** `Default`: absent reads as `fallback`. `Optional`: absent reads as `undefined`. */
  readonly modifier: 'Default' | 'Optional'
  readonly fallback: R
  readonly docs: string
}

export const identity = <T>(type: ScaleType<T>): StorageKey<T> => ({ type, hasher: 'Identity' })
export const twox = <T>(type: ScaleType<T>): StorageKey<T> => ({ type, hasher: 'Twox64Concat' })
export const blake2 = <T>(type: ScaleType<T>): StorageKey<T> => ({ type, hasher: 'Blake2_128Concat' })

/** A map whose absent entries read as `default`. */
export const map = <const K extends readonly AnyKey[], V>(
  keys: K,
  value: ScaleType<V>,
  options: { readonly default: V; readonly docs: string },
): StorageDef<K, V, V> => ({ keys, value, modifier: 'Default', fallback: options.default, docs: options.docs })

/** A map whose absent entries read as `undefined`. */
export const optionalMap = <const K extends readonly AnyKey[], V>(
  keys: K,
  value: ScaleType<V>,
  options: { readonly docs: string },
): StorageDef<K, V, V | undefined> => ({ keys, value, modifier: 'Optional', fallback: undefined, docs: options.docs })

/** One value that reads as `default` when absent. */
export const value = <V>(type: ScaleType<V>, options: { readonly default: V; readonly docs: string }) =>
  map([], type, options)

/** One value that reads as `undefined` when absent. */
export const optionalValue = <V>(type: ScaleType<V>, options: { readonly docs: string }) =>
  optionalMap([], type, options)

/** Typed access to one storage item. `keys` come first and together, so that calls read as `item.get(state, netuid, uid)`. */
export interface StorageItem<K extends readonly AnyKey[], V, R> {
  readonly name: string
  readonly def: StorageDef<K, V, R>
  /** twox128(pallet) ‖ twox128(item). */
  readonly prefix: Uint8Array
  /** How a state of objects knows the item. */
  readonly layout: ItemLayout
  /** The full key of one entry. Do not write to it: keys are remembered. */
  key(...keys: KeyArgs<K>): Uint8Array
  get(state: ReadableStorage, ...keys: KeyArgs<K>): R
  has(state: ReadableStorage, ...keys: KeyArgs<K>): boolean
  put(state: Storage, keys: KeyArgs<K>, value: V): void
  remove(state: Storage, ...keys: KeyArgs<K>): void
  /** Reads, changes and writes one entry; returns the new value. */
  mutate(state: Storage, keys: KeyArgs<K>, change: (old: R) => V): V
  /** One entry, found once for all that is done to it. Good until a transaction ends, or as `derive` keeps it. */
  cell(state: Storage, ...keys: KeyArgs<K>): Cell<V, R>
  /** Entries below the given leading keys, in key order. Do not write to this item while iterating. */
  entries(state: ReadableStorage, ...leading: Partial<KeyArgs<K>>): IterableIterator<readonly [KeyArgs<K>, V]>
  /** Removes every entry below the given leading keys. */
  clear(state: Storage, ...leading: Partial<KeyArgs<K>>): void
}

// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
export type AnyStorageDef = StorageDef<any, any, any>
// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
export type AnyStorageItem = StorageItem<any, any, any>
type ItemOf<D> = D extends StorageDef<infer K, infer V, infer R> ? StorageItem<K, V, R> : never

/** Builds the storage items of a pallet. The record's keys are the names on chain. */
export function defineStorage<const D extends Readonly<Record<string, AnyStorageDef>>>(pallet: string, defs: D) {
  const items = Object.entries(defs).map(([name, def]) => [name, createItem(pallet, name, def)])
  return Object.fromEntries(items) as { readonly [N in keyof D]: ItemOf<D[N]> }
}

let items = 0

/** Where the state holds objects, an item is read and written as it is; elsewhere as SCALE under its hashed keys. */
function createItem(pallet: string, name: string, def: AnyStorageDef): AnyStorageItem {
  const prefix = rememberPath(concat(twox128(utf8(pallet)), twox128(utf8(name))))
  const parts: readonly AnyKey[] = def.keys
  const type: AnyType = def.value
  const make = (keys: readonly unknown[]): Uint8Array =>
    keys.length === 0 ? prefix : concatBriefly(prefix, ...keys.map((key, i) => hashPart(parts[i], key)))
  const layout = parts.map(({ type, hasher }) => ({ type, ...hashers[hasher] }))
  const partial = rememberKeys(prefix.length, layout, make)
  const objects: ItemLayout = { id: items++, prefix, parts: layout, value: type }
  const read = (state: ReadableStorage, keys: readonly unknown[]): unknown => {
    if (state instanceof ObjectState) return state.read(objects, keys)
    const raw = state.get(partial(keys))
    return raw === undefined ? undefined : decode(type, raw)
  }
  const write = (state: Storage, keys: readonly unknown[], entry: unknown): void => {
    if (state instanceof ObjectState) state.write(objects, keys, entry)
    else state.set(partial(keys), encode(type, entry))
  }
  function* decodedEntries(state: ReadableStorage, leading: readonly unknown[]) {
    for (const key of keysBelow(state, partial(leading))) {
      const raw = state.get(key)
      if (raw !== undefined) yield [decodeKeys(parts, key, prefix.length), decode(type, raw)]
    }
  }
  const orFallback = (entry: unknown): unknown => (entry === undefined ? def.fallback : entry)

  return {
    name,
    def,
    prefix,
    layout: objects,
    key: (...keys: readonly unknown[]) => partial(keys),
    get: (state: ReadableStorage, ...keys: readonly unknown[]) => orFallback(read(state, keys)),
    has: (state: ReadableStorage, ...keys: readonly unknown[]) =>
      state instanceof ObjectState ? state.read(objects, keys) !== undefined : state.get(partial(keys)) !== undefined,
    put: write,
    remove(state: Storage, ...keys: readonly unknown[]) {
      if (state instanceof ObjectState) state.remove(objects, keys)
      else state.delete(partial(keys))
    },
    mutate(state: Storage, keys: readonly unknown[], change: (old: unknown) => unknown) {
      if (state instanceof ObjectState) return state.mutate(objects, keys, (old) => change(orFallback(old)))
      const next = change(orFallback(read(state, keys)))
      write(state, keys, next)
      return next
    },
    cell: (state: Storage, ...keys: readonly unknown[]): Cell<unknown, unknown> =>
      state instanceof ObjectState
        ? new ObjectCell(state, state.entry(objects, keys), def.fallback)
        : {
            get: () => orFallback(read(state, keys)),
            has: () => read(state, keys) !== undefined,
            put: (entry) => write(state, keys, entry),
          },
    entries: (state: ReadableStorage, ...leading: readonly unknown[]) =>
      state instanceof ObjectState ? state.entriesBelow(objects, leading) : decodedEntries(state, leading),
    clear(state: Storage, ...leading: readonly unknown[]) {
      if (state instanceof ObjectState) state.clearBelow(objects, leading)
      else for (const key of [...keysBelow(state, partial(leading))]) state.delete(key)
    },
  } as AnyStorageItem
}

function hashPart(part: AnyKey | undefined, key: unknown): Uint8Array {
  if (part === undefined) throw new RangeError('more keys than the storage item has')
  // An account is its own encoding, and the key of most entries.
  if (part.type === accountId && key instanceof Uint8Array && key.length === 32) return hashers[part.hasher].hash(key)
  return hashers[part.hasher].hash(encode(part.type, key))
}

/** Keys that begin with a prefix, in order. Each may be deleted once yielded. */
export function* keysBelow(state: ReadableStorage, prefix: Uint8Array): Generator<Uint8Array> {
  let key = state.get(prefix) === undefined ? state.nextKey(prefix) : prefix
  while (key !== undefined && startsWith(key, prefix)) {
    yield key
    key = state.nextKey(key)
  }
}

function decodeKeys(parts: readonly AnyKey[], key: Uint8Array, offset: number): readonly unknown[] {
  const reader = new Reader(key.subarray(offset))
  return parts.map(({ hasher, type }) => {
    reader.bytes(hashers[hasher].skip)
    return type.read(reader)
  })
}
