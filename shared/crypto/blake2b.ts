import { blake2AsU8a } from '@polkadot/util-crypto'
import { createBLAKE2b, type IHasher } from 'hash-wasm'

/** Lengths of digests in use, in bits. */
const LENGTHS = [64, 128, 256] as const
export type Blake2bBits = (typeof LENGTHS)[number]

const hashers = new Map<Blake2bBits, IHasher>()

/** Loads the fast hashers. Until then `blake2b` gives the same digests in twice the time or more. */
export async function loadBlake2b(): Promise<void> {
  await Promise.all(
    LENGTHS.filter((bits) => !hashers.has(bits)).map(async (bits) => {
      hashers.set(bits, await createBLAKE2b(bits))
    }),
  )
}

/** BLAKE2b of bytes, without a key. */
export function blake2b(data: Uint8Array, bits: Blake2bBits): Uint8Array {
  const hasher = hashers.get(bits)
  return hasher === undefined ? blake2AsU8a(data, bits) : hasher.init().update(data).digest('binary')
}
