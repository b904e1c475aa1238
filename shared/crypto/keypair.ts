import {
  keyExtractSuri,
  keyFromPath,
  mnemonicToMiniSecret,
  mnemonicValidate,
  sr25519PairFromSeed,
  sr25519Sign,
  sr25519Verify,
} from '@polkadot/util-crypto'
import { isReady, sr25519Sign as sr25519SignWasm, sr25519Verify as sr25519VerifyWasm } from '@polkadot/wasm-crypto'
import { fromHex, utf8 } from '../bytes.ts'
import { AppError } from '../errors.ts'
import type { Ss58 } from '../units.ts'
import { toSs58 } from './ss58.ts'

/** An sr25519 key that signs with the context "substrate". It never leaves memory by logging: it has no text form. */
export interface Keypair {
  readonly publicKey: Uint8Array
  readonly ss58: Ss58
  /** 64-byte signature; randomised, so two calls differ. */
  sign(message: Uint8Array): Uint8Array
}

interface RawPair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** Wraps a raw pair in the 64-byte secret form of polkadot.js (half-ed25519 scalar ‖ nonce). */
export const keypairFromRaw = (pair: RawPair): Keypair => ({
  publicKey: pair.publicKey,
  ss58: toSs58(pair.publicKey),
  sign: (message) =>
    isReady() ? sr25519SignWasm(pair.publicKey, pair.secretKey, message) : sr25519Sign(message, pair),
})

/** @throws AppError `malformed-seed` when not 32 bytes. */
export function keypairFromSeed(seed: Uint8Array): Keypair {
  if (seed.length !== 32) throw new AppError('malformed-seed', `a seed has 32 bytes; found ${seed.length}`)
  return keypairFromRaw(sr25519PairFromSeed(seed))
}

const DEV_PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'

/**
 * Keypair of a secret URI: a development path (`//Alice`), a mnemonic or a 0x seed, each with optional derivations.
 * @throws AppError `malformed-uri` without repeating the secret.
 */
export function keypairFromUri(uri: string): Keypair {
  try {
    const { path, phrase } = keyExtractSuri(uri.startsWith('//') ? `${DEV_PHRASE}${uri}` : uri)
    if (!phrase.startsWith('0x') && !mnemonicValidate(phrase)) throw new Error('not a mnemonic')
    const seed = phrase.startsWith('0x') ? fromHex(phrase) : mnemonicToMiniSecret(phrase)
    return keypairFromRaw(keyFromPath(sr25519PairFromSeed(seed), path, 'sr25519'))
  } catch {
    throw new AppError(
      'malformed-uri',
      'not a secret URI; valid is //Name, 12 words of a mnemonic or 0x and 64 hex digits',
    )
  }
}

/** True when `signature` (64 bytes) over `message` was made by the key behind `publicKey`; false for anything malformed. */
export function verifySignature(message: Uint8Array | string, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false
  const bytes = typeof message === 'string' ? utf8(message) : message
  try {
    // The WASM takes a seventh of the time of the JavaScript; `cryptoReady` loads it.
    return isReady() ? sr25519VerifyWasm(signature, bytes, publicKey) : sr25519Verify(bytes, signature, publicKey)
  } catch {
    return false
  }
}
