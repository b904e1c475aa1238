import { compareBytes, fromHex, toBareHex } from '../../shared/bytes.ts'
import { decode, encode } from '../../shared/scale/type.ts'
import { pathOf } from '../../shared/trie/path.ts'
import { type Trie, triePut } from '../../shared/trie/trie.ts'
import { rootHash } from '../../shared/trie/trie-node.ts'
import type { Storage } from '../interface.ts'
import { AccountNumbers } from './account-numbers.ts'
import { ABSENT, Entry, type ItemLayout, ObjectTable, type WriteCount } from './object-table.ts'

/** Entries without a value that a state keeps before it lets go of them. */
const SWEEP_AFTER = 20_000
/** twox128(pallet) ‖ twox128(item), in digits. */
const PREFIX_DIGITS = 64

export interface ObjectStateOptions {
  /** Hears of every value that is written: tests freeze it, to show that nobody changes what is shared. */
  readonly onWrite?: (value: unknown) => void
}

/**
 * Chain state as the values that pallets work with: storage items read and write them here as they are, without SCALE,
 * hashes or a trie, which makes the very same pallets fast enough to simulate with. As a `Storage` of bytes it behaves
 * like any other, only slowly. A value is shared by all who wrote and read it: nobody may change one.
 */
export class ObjectState implements Storage {
  readonly #accounts = new AccountNumbers()
  readonly #tables: (ObjectTable | undefined)[] = []
  readonly #tableOf = new Map<string, ObjectTable>()
  /** Bytes under keys of no item that was used yet, by hex. */
  readonly #others = new Map<string, Entry>()
  readonly #otherCount: WriteCount = { writes: 0 }
  /** What every write since the first open transaction changed, and the value before. */
  readonly #changed: Entry[] = []
  readonly #before: unknown[] = []
  /** Where each open transaction begins in `#changed`. */
  readonly #open: number[] = []
  readonly #onWrite: ((value: unknown) => void) | undefined
  #removed = 0
  /** All encoded keys in order; `undefined` once one came or went. */
  #keysInOrder: readonly Uint8Array[] | undefined

  constructor({ onWrite }: ObjectStateOptions = {}) {
    this.#onWrite = onWrite
  }

  /** The value of an item; `undefined` for none. */
  read(layout: ItemLayout, keys: readonly unknown[]): unknown {
    const value = this.#table(layout).find(keys)?.value
    return value === ABSENT ? undefined : value
  }

  /** Writes the value of an item. It must not change afterwards. */
  write(layout: ItemLayout, keys: readonly unknown[], value: unknown): void {
    this.#onWrite?.(value)
    this.#change(this.#table(layout).open(keys), value)
  }

  /** Replaces the value of an item by what `change` makes of it; `undefined` stands for none. Returns the new one. */
  mutate(layout: ItemLayout, keys: readonly unknown[], change: (old: unknown) => unknown): unknown {
    const entry = this.#table(layout).open(keys)
    const value = change(entry.value === ABSENT ? undefined : entry.value)
    this.#onWrite?.(value)
    this.#change(entry, value)
    return value
  }

  /** The entry of an item, for a cell; one without a value may be let go of as a transaction ends. */
  entry(layout: ItemLayout, keys: readonly unknown[]): Entry {
    return this.#table(layout).open(keys)
  }

  /** `write` to an entry. */
  writeEntry(entry: Entry, value: unknown): void {
    this.#onWrite?.(value)
    this.#change(entry, value)
  }

  /** How often anything of some items was written: while it is the same number, so is every value of them. */
  writesTo(layouts: readonly ItemLayout[]): number {
    let writes = 0
    for (let at = 0; at < layouts.length; at++) {
      const layout = layouts[at]
      if (layout !== undefined) writes += this.#table(layout).count.writes
    }
    return writes
  }

  /** Removes the value of an item. */
  remove(layout: ItemLayout, keys: readonly unknown[]): void {
    const entry = this.#table(layout).find(keys)
    if (entry !== undefined) this.#change(entry, ABSENT)
  }

  /** Keys and values of an item below leading keys, in the order of the encoded keys. */
  entriesBelow(layout: ItemLayout, leading: readonly unknown[]): Generator<readonly [readonly unknown[], unknown]> {
    return this.#table(layout).entries(leading)
  }

  /** Removes the values of an item below leading keys. */
  clearBelow(layout: ItemLayout, leading: readonly unknown[]): void {
    for (const entry of this.#table(layout).present(leading)) this.#change(entry, ABSENT)
  }

  begin(): void {
    this.#open.push(this.#changed.length)
  }

  commit(): void {
    this.#close()
    if (this.#open.length > 0) return
    this.#changed.length = 0
    this.#before.length = 0
    this.#sweep()
  }

  rollback(): void {
    const start = this.#close()
    for (let at = this.#changed.length - 1; at >= start; at--) {
      const entry = this.#changed[at]
      if (entry === undefined) continue
      entry.value = this.#before[at]
      entry.count.writes++
    }
    this.#changed.length = start
    this.#before.length = start
    this.#keysInOrder = undefined
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const table = this.#tableBelow(key)
    if (table === undefined) {
      const value = this.#others.get(toBareHex(key))?.value
      return value instanceof Uint8Array ? value : undefined
    }
    const value = table.find(table.decodeKeys(key))?.value
    return value === undefined || value === ABSENT ? undefined : encode(table.layout.value, value)
  }

  set(key: Uint8Array, value: Uint8Array): void {
    const table = this.#tableBelow(key)
    if (table === undefined) this.#change(this.#other(toBareHex(key)), value.slice())
    else this.write(table.layout, table.decodeKeys(key), decode(table.layout.value, value.slice()))
  }

  delete(key: Uint8Array): void {
    const table = this.#tableBelow(key)
    if (table !== undefined) this.remove(table.layout, table.decodeKeys(key))
    else this.#change(this.#other(toBareHex(key)), ABSENT)
  }

  nextKey(key: Uint8Array): Uint8Array | undefined {
    this.#keysInOrder ??= this.#allKeys()
    let low = 0
    let high = this.#keysInOrder.length
    while (low < high) {
      const middle = (low + high) >> 1
      const found = this.#keysInOrder[middle]
      if (found !== undefined && compareBytes(found, key) <= 0) low = middle + 1
      else high = middle
    }
    return this.#keysInOrder[low]
  }

  root(version: 0 | 1): Uint8Array {
    let trie: Trie
    for (const key of this.#allKeys()) trie = triePut(trie, pathOf(key), this.get(key) ?? new Uint8Array(), version)
    return rootHash(trie)
  }

  #change(entry: Entry, value: unknown): void {
    if (this.#open.length > 0) {
      this.#changed.push(entry)
      this.#before.push(entry.value)
    }
    if (entry.value === ABSENT || value === ABSENT) this.#keysInOrder = undefined
    if (value === ABSENT) this.#removed++
    entry.value = value
    entry.count.writes++
  }

  /** @returns where the transaction begins. @throws RangeError when none is open. */
  #close(): number {
    const start = this.#open.pop()
    if (start === undefined) throw new RangeError('no transaction is open')
    return start
  }

  /** Only where no transaction can bring a value back. */
  #sweep(): void {
    if (this.#removed < SWEEP_AFTER) return
    this.#removed = 0
    for (const table of this.#tables) table?.sweep()
  }

  #table(layout: ItemLayout): ObjectTable {
    return this.#tables[layout.id] ?? this.#addTable(layout)
  }

  #addTable(layout: ItemLayout): ObjectTable {
    const table = new ObjectTable(layout, this.#accounts)
    const prefix = toBareHex(layout.prefix)
    for (const [hex, entry] of this.#others) {
      if (!hex.startsWith(prefix)) continue
      this.#others.delete(hex)
      this.#adopt(table, table.open(table.decodeKeys(fromHex(hex))), entry)
    }
    this.#tables[layout.id] = table
    this.#tableOf.set(prefix, table)
    return table
  }

  /** Moves what was written as bytes into an entry of a table, and what open transactions remember of it too. */
  #adopt({ layout }: ObjectTable, entry: Entry, raw: Entry): void {
    const decoded = (value: unknown) => (value instanceof Uint8Array ? decode(layout.value, value) : value)
    entry.value = decoded(raw.value)
    for (const [at, changed] of this.#changed.entries()) {
      if (changed !== raw) continue
      this.#changed[at] = entry
      this.#before[at] = decoded(this.#before[at])
    }
  }

  #tableBelow(key: Uint8Array): ObjectTable | undefined {
    return key.length < PREFIX_DIGITS / 2 ? undefined : this.#tableOf.get(toBareHex(key).slice(0, PREFIX_DIGITS))
  }

  #other(hex: string): Entry {
    let entry = this.#others.get(hex)
    if (entry === undefined) {
      entry = new Entry([], this.#otherCount)
      this.#others.set(hex, entry)
    }
    return entry
  }

  #allKeys(): Uint8Array[] {
    const keys: Uint8Array[] = []
    for (const [hex, { value }] of this.#others) if (value !== ABSENT) keys.push(fromHex(hex))
    for (const table of this.#tableOf.values())
      for (const entry of table.present([])) keys.push(table.encodedKey(entry))
    return keys.sort(compareBytes)
  }
}
