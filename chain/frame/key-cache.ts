import { blake2b128Concat } from '../../shared/crypto/hashes.ts'

/** Places for remembered accounts, a power of two: those of a few full subnets. */
const PLACES = 8_192
const ACCOUNT_BYTES = 32
const HASH_BYTES = 16
const remembered: (Uint8Array | undefined)[] = new Array(PLACES).fill(undefined)

/**
 * `Blake2_128Concat` of a key part. A block asks for the same accounts again and again, in many maps each, and hashing is
 * most of what a storage key costs; so the last account of every place is remembered. The result is shared: do not
 * write to it.
 */
export function hashedKeyPart(data: Uint8Array): Uint8Array {
  if (data.length !== ACCOUNT_BYTES) return blake2b128Concat(data)
  const place = placeOf(data)
  const known = remembered[place]
  if (known !== undefined && endsWith(known, data)) return known
  const part = blake2b128Concat(data)
  remembered[place] = part
  return part
}

/** Any number that depends on all bytes; two accounts in one place only cost time. */
function placeOf(data: Uint8Array): number {
  let mixed = 0
  for (let i = 0; i < ACCOUNT_BYTES; i++) mixed = Math.imul(mixed ^ (data[i] ?? 0), 0x01000193)
  return (mixed ^ (mixed >>> 15)) & (PLACES - 1)
}

function endsWith(part: Uint8Array, data: Uint8Array): boolean {
  for (let i = 0; i < ACCOUNT_BYTES; i++) if (part[HASH_BYTES + i] !== data[i]) return false
  return true
}
