import { u16 } from '../../shared/scale/primitives.ts'
import { accountId } from '../../shared/scale/substrate.ts'
import type { AnyType } from '../../shared/scale/type.ts'
import { rememberPath } from '../../shared/trie/path.ts'

/** Places for the remembered keys of a map, a power of two: those of a few full subnets. */
const PLACES = 4_096
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
    places ??= new Array<Uint8Array | undefined>(PLACES).fill(undefined)
    const known = places[place]
    if (known !== undefined && isOf(known, layout, keys)) return known
    const key = rememberPath(make(keys).slice())
    places[place] = key
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
      for (let at = 0; at < ACCOUNT_BYTES; at++) mixed = Math.imul(mixed ^ (key[at] ?? 0), 0x01000193)
    } else {
      if (typeof key !== 'number' || (key & 0xffff) !== key) return undefined
      mixed = Math.imul(mixed ^ key, 0x01000193)
    }
  }
  return (mixed ^ (mixed >>> 12) ^ (mixed >>> 22)) & (PLACES - 1)
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
