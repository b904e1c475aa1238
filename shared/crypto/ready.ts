import { cryptoWaitReady } from '@polkadot/util-crypto'
import { loadBlake2b } from './blake2b.ts'

/**
 * Loads the WASM behind sr25519 and the hashes. Composition roots await it once before anything signs, verifies or
 * hashes; without it hashing falls back to slow JavaScript and sr25519 throws.
 */
export async function cryptoReady(): Promise<void> {
  await Promise.all([cryptoWaitReady(), loadBlake2b()])
}
