import { createHash } from 'node:crypto'
import { xxhashAsU8a } from '@polkadot/util-crypto'
import { concat, toBareHex } from '../bytes.ts'
import { blake2b } from './blake2b.ts'

/** BLAKE2b with a 256-bit digest: block and extrinsic hashes, trie nodes, signing payloads. */
export const blake2b256 = (data: Uint8Array): Uint8Array => blake2b(data, 256)
/** BLAKE2b with a 128-bit digest: `Blake2_128` storage keys. */
export const blake2b128 = (data: Uint8Array): Uint8Array => blake2b(data, 128)
/** BLAKE2b with a 64-bit digest: runtime API ids. */
export const blake2b64 = (data: Uint8Array): Uint8Array => blake2b(data, 64)
/** XXH64, 128 bits: pallet and storage item prefixes. Not collision-resistant. */
export const twox128 = (data: Uint8Array): Uint8Array => xxhashAsU8a(data, 128)
/** `Twox64Concat` storage key part: 8-byte hash, then the data. */
export const twox64Concat = (data: Uint8Array): Uint8Array => concat(xxhashAsU8a(data, 64), data)
/** `Blake2_128Concat` storage key part: 16-byte hash, then the data. */
export const blake2b128Concat = (data: Uint8Array): Uint8Array => concat(blake2b128(data), data)
/** SHA-256 as lower-case hex: model digests and request bodies. */
export const sha256Hex = (data: Uint8Array): string => toBareHex(createHash('sha256').update(data).digest())
