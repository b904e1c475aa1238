import { u16 } from '../../shared/scale/primitives.ts'
import { accountId } from '../../shared/scale/substrate.ts'
import type { AnyType } from '../../shared/scale/type.ts'
import { rememberPath } from '../../shared/trie/path.ts'

/** Places for the remembered keys of a map, a power of two, and each has two: those of a few full subnets. */
const PLACES = 2_048
const ACCOUNT_BYTES = 32
const U16_BYTES = 2

/** A part of a key: what it is, and where its own bytes stand in the whole. */
interface Part {
  readonly isAccount: boolean
  readonly offset: number
}

/**
 * Remembers whole keys of a map whose parts are accounts and u16 numbers: a block asks for the same entries again and
 * again, and making their keys is most of what a read costs. A remembered key is shared: do not write to it.
 * @param parts type and number of hash bytes before it, of each part in order.
 * @returns `make` itself for maps with other parts.
 */
export function rememberKeys(
  prefixBytes: number,
  parts: readonly { readonly type: AnyType; readonly skip: number }[],
  make: (keys: readonly unknown[]) => Uint8Array,
): (keys: readonly unknown[]) => Uint8Array {
  if (parts.length === 0 || parts.some(({ type }) => type !== accountId && type !== u16)) return make
  const layout: Part[] = []
  let end = prefixBytes
  for (const { type, skip } of parts) {
    const isAccount = type === accountId
    layout.push({ isAccount, offset: end + skip })
    end += skip + (isAccount ? ACCOUNT_BYTES : U16_BYTES)
  }
  let places: (Uint8Array | undefined)[] | undefined
  return (keys) => {
    // Some of the parts lead a walk; those are not asked for so often.
    if (keys.length !== layout.length) return make(keys)
    const place = placeOf(layout, keys)
    if (place === undefined) return make(keys)
    places ??= new Array<Uint8Array | undefined>(2 * PLACES).fill(undefined)
    const newest = places[2 * place]
    if (newest !== undefined && isOf(newest, layout, keys)) return newest
    const older = places[2 * place + 1]
    if (older !== undefined && isOf(older, layout, keys)) return older
    const key = rememberPath(make(keys).slice())
    places[2 * place + 1] = newest
    places[2 * place] = key
    return key
  }
}

/** Any number that depends on all parts; `undefined` for parts that are not valid, about which the encoder complains. */
function placeOf(layout: readonly Part[], keys: readonly unknown[]): number | undefined {
  let mixed = 0
  for (let i = 0; i < layout.length; i++) {
    const key = keys[i]
    if (layout[i]?.isAccount === true) {
      if (!(key instanceof Uint8Array) || key.length !== ACCOUNT_BYTES) return undefined
      mixed = mixAccount(mixed, key)
    } else {
      if (typeof key !== 'number' || (key & 0xffff) !== key) return undefined
      mixed = Math.imul(mixed ^ key, 0x01000193)
    }
  }
  return (mixed ^ (mixed >>> 12) ^ (mixed >>> 22)) & (PLACES - 1)
}

/** Four sums that do not wait for each other. */
function mixAccount(mixed: number, key: Uint8Array): number {
  let [a, b, c, d] = [mixed, 1, 2, 3]
  for (let at = 0; at < ACCOUNT_BYTES; at += 4) {
    a = Math.imul(a ^ (key[at] ?? 0), 0x01000193)
    b = Math.imul(b ^ (key[at + 1] ?? 0), 0x01000193)
    c = Math.imul(c ^ (key[at + 2] ?? 0), 0x01000193)
    d = Math.imul(d ^ (key[at + 3] ?? 0), 0x01000193)
  }
  return Math.imul(Math.imul(Math.imul(a, 31) ^ b, 31) ^ c, 31) ^ d
}

function isOf(whole: Uint8Array, layout: readonly Part[], keys: readonly unknown[]): boolean {
  for (let i = 0; i < layout.length; i++) {
    const key = keys[i]
    const offset = layout[i]?.offset ?? 0
    if (key instanceof Uint8Array) {
      for (let at = 0; at < ACCOUNT_BYTES; at++) if (whole[offset + at] !== key[at]) return false
    } else if (((whole[offset] ?? 0) | ((whole[offset + 1] ?? 0) << 8)) !== key) return false
  }
  return true
}
