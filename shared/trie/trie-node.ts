import { blake2b256 } from '../crypto/hashes.ts'
import { Writer } from '../scale/writer.ts'

/**
 * A node of Substrate's base-16 Patricia trie. Nodes are immutable apart from the cached merkle value, so tries share
 * subtrees and an older root stays valid.
 *
 * A path is the hex text of a storage key: one character for a nibble. Hex text sorts like the bytes, compares and
 * slices at native speed, and is the key of the overlay's maps too, so a key is converted once per access.
 */
export interface TrieNode {
  /** Nibbles between the parent's branch nibble and this node. */
  readonly partial: string
  readonly value: Uint8Array | undefined
  /** True when written under state version 1 and longer than 32 bytes: the node then holds the value's hash. */
  readonly isHashed: boolean
  /** Sixteen slots, or `undefined` for a leaf. */
  readonly children: readonly (TrieNode | undefined)[] | undefined
  /** Cache of `merkleValue`. */
  merkle: Uint8Array | undefined
}

/** State version of a value in the trie, as Substrate counts: 0 keeps values inline, 1 hashes those over 32 bytes. */
export type StateVersion = 0 | 1

/** Values longer than this many bytes are hashed under state version 1 (polkadot-sdk TRIE_VALUE_NODE_THRESHOLD is 33). */
const INLINE_VALUE_BYTES = 32

export const hashesValue = (value: Uint8Array, version: StateVersion): boolean =>
  version === 1 && value.length > INLINE_VALUE_BYTES

/** Number 0…15 of the hex digit at `index`. */
export function digitAt(path: string, index: number): number {
  const code = path.charCodeAt(index)
  return code < 58 ? code - 48 : code - 87
}

/** The kind in the high bits, then the partial's length in nibbles, spilling into bytes of up to 255. */
function writeHeader(writer: Writer, kind: number, lengthBits: number, nibbles: number): void {
  const max = (1 << lengthBits) - 1
  writer.u8(kind | Math.min(nibbles, max))
  if (nibbles < max) return
  let rest = nibbles - max
  for (; rest >= 255; rest -= 255) writer.u8(255)
  writer.u8(rest)
}

function writeKind(writer: Writer, node: TrieNode): void {
  const nibbles = node.partial.length
  if (node.children === undefined && node.isHashed) writeHeader(writer, 0b0010_0000, 5, nibbles)
  else if (node.children === undefined) writeHeader(writer, 0b0100_0000, 6, nibbles)
  else if (node.value === undefined) writeHeader(writer, 0b1000_0000, 6, nibbles)
  else if (node.isHashed) writeHeader(writer, 0b0001_0000, 4, nibbles)
  else writeHeader(writer, 0b1100_0000, 6, nibbles)
}

/** Encoding of a node (polkadot-sdk primitives/trie, NodeCodec): kind, partial, bitmap, value, children. */
function encodeNode(node: TrieNode): Uint8Array {
  const writer = new Writer()
  writeKind(writer, node)
  writer.bytes(Buffer.from(node.partial.length % 2 === 0 ? node.partial : `0${node.partial}`, 'hex'))
  if (node.children !== undefined) {
    let bitmap = 0
    for (const [index, child] of node.children.entries()) if (child !== undefined) bitmap |= 1 << index
    writer.u16(bitmap)
  }
  if (node.value !== undefined && node.isHashed) writer.bytes(blake2b256(node.value))
  else if (node.value !== undefined) {
    writer.compact(node.value.length)
    writer.bytes(node.value)
  }
  for (const child of node.children ?? []) {
    if (child === undefined) continue
    const merkle = merkleValue(child)
    writer.compact(merkle.length)
    writer.bytes(merkle)
  }
  return writer.finish()
}

/** How a parent refers to a node: its encoding when shorter than 32 bytes, else the blake2-256 of it. */
export function merkleValue(node: TrieNode): Uint8Array {
  if (node.merkle === undefined) {
    const encoded = encodeNode(node)
    node.merkle = encoded.length < 32 ? encoded : blake2b256(encoded)
  }
  return node.merkle
}

const EMPTY_NODE = Uint8Array.of(0)

/** Root of a trie: always a hash, also where the root node alone would be shorter. */
export function rootHash(node: TrieNode | undefined): Uint8Array {
  if (node === undefined) return blake2b256(EMPTY_NODE)
  const merkle = merkleValue(node)
  return merkle.length === 32 ? merkle : blake2b256(merkle)
}
