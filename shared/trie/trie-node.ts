import { blake2b256 } from '../crypto/hashes.ts'

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

/** Kind of a node in the high bits of its first byte, and how many low bits are left for the partial's length. */
function kindOf(node: TrieNode): readonly [kind: number, lengthBits: number] {
  if (node.children === undefined) return node.isHashed ? [0b0010_0000, 5] : [0b0100_0000, 6]
  if (node.value === undefined) return [0b1000_0000, 6]
  return node.isHashed ? [0b0001_0000, 4] : [0b1100_0000, 6]
}

/** Writes the kind and the partial's length in nibbles, which spills into bytes of up to 255; returns the next offset. */
function writeHead(out: Buffer, node: TrieNode): number {
  const [kind, lengthBits] = kindOf(node)
  const max = (1 << lengthBits) - 1
  const nibbles = node.partial.length
  let at = out.writeUInt8(kind | Math.min(nibbles, max))
  if (nibbles < max) return at
  let rest = nibbles - max
  for (; rest >= 255; rest -= 255) at = out.writeUInt8(255, at)
  return out.writeUInt8(rest, at)
}

/** Writes bytes with their compact length before them; returns the next offset. */
function writeOpaque(out: Buffer, at: number, bytes: Uint8Array): number {
  const { length } = bytes
  let next = at
  if (length < 64) next = out.writeUInt8(length << 2, next)
  else if (length < 16_384) next = out.writeUInt16LE((length << 2) | 1, next)
  else if (length < 1_073_741_824) next = out.writeUInt32LE(length * 4 + 2, next)
  else next = out.writeUInt32LE(length, out.writeUInt8(3, next))
  out.set(bytes, next)
  return next + length
}

/**
 * Encoding of a node (polkadot-sdk primitives/trie, NodeCodec): kind, partial, bitmap, value, children. Written at once
 * into a buffer that is large enough: this is where a block's state root spends its time.
 */
export function encodeNode(node: TrieNode): Buffer {
  const { partial, children } = node
  const value = node.value !== undefined && node.isHashed ? blake2b256(node.value) : node.value
  const merkles = children?.map((child) => (child === undefined ? undefined : merkleValue(child)))
  const out = Buffer.allocUnsafe(16 + partial.length + (value?.length ?? 0) + (children === undefined ? 0 : 16 * 33))
  let at = writeHead(out, node)
  at += out.write(partial.length % 2 === 0 ? partial : `0${partial}`, at, 'hex')
  if (merkles !== undefined) {
    at = out.writeUInt16LE(
      merkles.reduce((bitmap, merkle, digit) => (merkle === undefined ? bitmap : bitmap | (1 << digit)), 0),
      at,
    )
  }
  if (value !== undefined && node.isHashed) {
    out.set(value, at)
    at += value.length
  } else if (value !== undefined) at = writeOpaque(out, at, value)
  for (const merkle of merkles ?? []) if (merkle !== undefined) at = writeOpaque(out, at, merkle)
  return out.subarray(0, at)
}

/** How a parent refers to a node: its encoding when shorter than 32 bytes, else the blake2-256 of it. */
export function merkleValue(node: TrieNode): Uint8Array {
  if (node.merkle === undefined) {
    const encoded = encodeNode(node)
    // Copied when kept: the buffer may be a slice of a larger pool.
    node.merkle = encoded.length < 32 ? Uint8Array.from(encoded) : blake2b256(encoded)
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
