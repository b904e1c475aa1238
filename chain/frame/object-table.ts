import { compareBytes, concat, toBareHex } from '../../shared/bytes.ts'
import { Reader } from '../../shared/scale/reader.ts'
import { accountId, hash256 } from '../../shared/scale/substrate.ts'
import { type AnyType, encode } from '../../shared/scale/type.ts'
import type { AccountNumbers } from './account-numbers.ts'

/** How one part of the key of a storage item becomes bytes. */
export interface KeyPartLayout {
  readonly type: AnyType
  hash(data: Uint8Array): Uint8Array
  /** Bytes of the hash before the part's own. */
  readonly skip: number
}

/** What a state that holds objects knows of a storage item. */
export interface ItemLayout {
  /** Of this item alone in this process. */
  readonly id: number
  readonly prefix: Uint8Array
  readonly parts: readonly KeyPartLayout[]
  readonly value: AnyType
}

/** What an entry holds that is not there. */
export const ABSENT: unique symbol = Symbol('absent')

/** How often anything in a table was written or let go of: who finds the same count again finds the same values. */
export interface WriteCount {
  writes: number
}

/** An entry of a table. It stays when its value goes, so that an order once found holds on. */
export class Entry {
  readonly keys: readonly unknown[]
  /** Of its table; whoever changes the value counts. */
  readonly count: WriteCount
  /** A value or `ABSENT`. */
  value: unknown = ABSENT
  constructor(keys: readonly unknown[], count: WriteCount) {
    this.keys = keys
    this.count = count
  }
}

/** What a part of a key is looked up by: equal for equal keys. */
type Atom = number | bigint | string

/** Entries with the same leading keys. */
class Level {
  readonly children = new Map<Atom, Level | Entry>()
  /** Children in the order of their encoded keys; `undefined` until somebody asks. */
  order: readonly (Level | Entry)[] | undefined
}

/** Entries of one storage item as objects, found by their keys without encoding them. */
export class ObjectTable {
  readonly layout: ItemLayout
  readonly count: WriteCount = { writes: 0 }
  readonly #accounts: AccountNumbers
  readonly #root: Level | Entry
  /** By part: whether it is 32 bytes and nothing else. */
  readonly #isAccount: readonly boolean[]

  constructor(layout: ItemLayout, accounts: AccountNumbers) {
    this.layout = layout
    this.#accounts = accounts
    this.#isAccount = layout.parts.map(({ type }) => type === accountId || type === hash256)
    this.#root = layout.parts.length === 0 ? new Entry([], this.count) : new Level()
  }

  /** The entry of these keys, all of them; `undefined` for one that never was. */
  find(keys: readonly unknown[]): Entry | undefined {
    const found = this.#below(keys)
    return found instanceof Entry ? found : undefined
  }

  /** `find`, which makes the entry where there is none. */
  open(keys: readonly unknown[]): Entry {
    const { parts } = this.layout
    let node = this.#root
    for (let i = 0; i < parts.length && node instanceof Level; i++) {
      const atom = this.#atom(i, keys[i])
      let child = node.children.get(atom)
      if (child === undefined) {
        child = i === parts.length - 1 ? new Entry([...keys], this.count) : new Level()
        node.children.set(atom, child)
        node.order = undefined
      }
      node = child
    }
    if (node instanceof Level) throw new RangeError(`${parts.length} keys find an entry; found ${keys.length}`)
    return node
  }

  /** Keys and values below the leading keys, in the order of the encoded keys. */
  *entries(leading: readonly unknown[]): Generator<readonly [readonly unknown[], unknown], undefined> {
    const top = this.#below(leading)
    if (top instanceof Level) yield* this.#walk(top, leading.length)
    else if (top !== undefined && top.value !== ABSENT) yield [top.keys, top.value]
  }

  /** Entries below the leading keys that hold a value, in no order: quicker where all are dealt with alike. */
  present(leading: readonly unknown[]): Entry[] {
    const found: Entry[] = []
    const collect = (node: Level | Entry): void => {
      if (node instanceof Level) for (const child of node.children.values()) collect(child)
      else if (node.value !== ABSENT) found.push(node)
    }
    const top = this.#below(leading)
    if (top !== undefined) collect(top)
    return found
  }

  /** Lets go of entries without a value. Nobody may hold on to one. */
  sweep(): void {
    this.count.writes++
    const sweepLevel = (level: Level): void => {
      for (const [atom, child] of level.children) {
        if (child instanceof Level) sweepLevel(child)
        if (child instanceof Level ? child.children.size > 0 : child.value !== ABSENT) continue
        level.children.delete(atom)
        level.order = undefined
      }
    }
    if (this.#root instanceof Level) sweepLevel(this.#root)
  }

  /** The full key of an entry as bytes. */
  encodedKey({ keys }: Entry): Uint8Array {
    return concat(this.layout.prefix, ...keys.map((key, part) => this.#encodedPart(part, key)))
  }

  /** Keys of an encoded key. @throws AppError `malformed-scale`. */
  decodeKeys(key: Uint8Array): readonly unknown[] {
    const { parts, prefix } = this.layout
    const reader = new Reader(key.subarray(prefix.length))
    return parts.map(({ type, skip }) => {
      reader.bytes(skip)
      return type.read(reader)
    })
  }

  #below(keys: readonly unknown[]): Level | Entry | undefined {
    let node: Level | Entry | undefined = this.#root
    for (let i = 0; i < keys.length && node instanceof Level; i++) node = node.children.get(this.#atom(i, keys[i]))
    return node
  }

  *#walk(level: Level, depth: number): Generator<readonly [readonly unknown[], unknown], undefined> {
    level.order ??= this.#inOrder(level, depth)
    for (const child of level.order) {
      if (child instanceof Level) yield* this.#walk(child, depth + 1)
      else if (child.value !== ABSENT) yield [child.keys, child.value]
    }
  }

  /** SCALE is free of prefixes, so that keys in the order of their parts are in the order of their bytes. */
  #inOrder({ children }: Level, depth: number): (Level | Entry)[] {
    return [...children.values()]
      .map((child) => ({ child, bytes: this.#encodedPart(depth, firstEntry(child).keys[depth]) }))
      .sort((a, b) => compareBytes(a.bytes, b.bytes))
      .map(({ child }) => child)
  }

  #encodedPart(part: number, key: unknown): Uint8Array {
    const layout = this.layout.parts[part]
    if (layout === undefined) throw new RangeError('more keys than the storage item has')
    return layout.hash(encode(layout.type, key))
  }

  #atom(part: number, key: unknown): Atom {
    if (typeof key === 'number' || typeof key === 'bigint') return key
    if (this.#isAccount[part] === true && key instanceof Uint8Array && key.length === 32) return this.#accounts.of(key)
    return toBareHex(this.#encodedPart(part, key))
  }
}

/** A level is made for an entry and swept with its last one, so there is one. */
function firstEntry(node: Level | Entry): Entry {
  let found = node
  while (found instanceof Level) {
    const [child] = found.children.values()
    if (child === undefined) throw new RangeError('a level without entries')
    found = child
  }
  return found
}
