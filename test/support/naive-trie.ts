import { concat, fromHex } from '../../shared/bytes.ts'
import { blake2b256 } from '../../shared/crypto/hashes.ts'
import { compactU32 } from '../../shared/scale/compact.ts'
import { encode } from '../../shared/scale/type.ts'

type Entry = readonly [nibbles: string, value: Uint8Array]

/**
 * Substrate's trie root straight from the format's description, over sorted entries and without any node objects: the
 * oracle for the incremental trie.
 * @param entries hex text of keys to values.
 */
export function naiveRoot(entries: ReadonlyMap<string, Uint8Array>, version: 0 | 1): Uint8Array {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  return blake2b256(sorted.length === 0 ? Uint8Array.of(0) : node(sorted, version))
}

function node(entries: readonly Entry[], version: 0 | 1): Uint8Array {
  const [first, last] = [entries[0]![0], entries.at(-1)![0]]
  let shared = 0
  while (shared < first.length && first[shared] === last[shared]) shared += 1
  const own = first.length === shared ? entries[0]![1] : undefined
  const below = own === undefined ? entries : entries.slice(1)
  const isHashed = own !== undefined && version === 1 && own.length > 32
  const value = own === undefined ? [] : isHashed ? [blake2b256(own)] : [encode(compactU32, own.length), own]
  if (below.length === 0) return concat(...prefix(isHashed ? '001' : '01', first.slice(0, shared)), ...value)

  const kind = own === undefined ? '10' : isHashed ? '0001' : '11'
  const groups = [...'0123456789abcdef'].map((digit) => below.filter(([nibbles]) => nibbles[shared] === digit))
  const bitmap = groups.reduce((bits, group, digit) => (group.length > 0 ? bits + 2 ** digit : bits), 0)
  const children = groups
    .filter((group) => group.length > 0)
    .map((group) =>
      node(
        group.map(([nibbles, item]) => [nibbles.slice(shared + 1), item]),
        version,
      ),
    )
    .map((encoded) => (encoded.length < 32 ? encoded : blake2b256(encoded)))
  return concat(
    ...prefix(kind, first.slice(0, shared)),
    Uint8Array.of(bitmap % 256, Math.floor(bitmap / 256)),
    ...value,
    ...children.flatMap((child) => [encode(compactU32, child.length), child]),
  )
}

/** Header bits and length, then the nibbles, packed. */
function prefix(kind: string, nibbles: string): readonly Uint8Array[] {
  const room = 2 ** (8 - kind.length) - 1
  const head = Number.parseInt(kind.padEnd(8, '0'), 2) + Math.min(room, nibbles.length)
  const lengths = [head]
  if (nibbles.length >= room) {
    let left = nibbles.length - room
    while (left >= 255) {
      lengths.push(255)
      left -= 255
    }
    lengths.push(left)
  }
  return [Uint8Array.from(lengths), fromHex(nibbles.length % 2 === 0 ? nibbles : `0${nibbles}`)]
}
