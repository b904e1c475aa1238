import { blake2b128Concat } from '../../shared/crypto/hashes.ts'

/** Parts remembered; the accounts of a few full subnets. Starting afresh when full costs little. */
const CAPACITY = 8_192
const remembered = new Map<string, Uint8Array>()

/**
 * `Blake2_128Concat` of a key part. A block asks for the same accounts again and again, in many maps each, and hashing is
 * most of what a storage key costs. The result is shared: do not write to it.
 */
export function hashedKeyPart(data: Uint8Array): Uint8Array {
  const name = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1')
  const known = remembered.get(name)
  if (known !== undefined) return known
  const part = blake2b128Concat(data)
  if (remembered.size >= CAPACITY) remembered.clear()
  remembered.set(name, part)
  return part
}
