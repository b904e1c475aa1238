import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concat } from '../bytes.ts'
import { AppError } from '../errors.ts'
import { decodeCiphertext, encodeCiphertext } from './ciphertext.ts'
import { sameG1, sameG2 } from './curve.ts'
import { lockKey, unlockKey } from './ibe.ts'

const CIPHER = 'aes-256-gcm'
const TAG_BYTES = 16

/**
 * Encrypts bytes so that anybody can read them once the beacon has signed the round, and nobody before.
 * @param publicKey of the beacon, 96 bytes.
 * @param random gives fresh random bytes; their secrecy is that of the plaintext.
 * @throws AppError `malformed-point` for a public key that is none.
 */
export function sealTimelocked(options: {
  readonly publicKey: Uint8Array
  readonly round: bigint
  readonly plaintext: Uint8Array
  random(length: number): Uint8Array
}): Uint8Array {
  const { publicKey, round, plaintext, random } = options
  const key = random(32)
  const locked = lockKey({ publicKey: sameG2('the public key', publicKey), round, key, entropy: random(32) })
  const nonce = random(12)
  const cipher = createCipheriv(CIPHER, key, nonce)
  const body = concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag())
  return encodeCiphertext({ locked, body, nonce })
}

/**
 * Decrypts with the beacon's signature of the round, 48 bytes.
 * @throws AppError `malformed-ciphertext`, `malformed-point`; `timelock-mismatch` where lock and signature do not fit or
 * the data was altered.
 */
export function openTimelocked(ciphertext: Uint8Array, signature: Uint8Array): Uint8Array {
  const { locked, body, nonce } = decodeCiphertext(ciphertext)
  const key = unlockKey(locked, sameG1('the signature', signature))
  if (body.length < TAG_BYTES)
    throw new AppError('malformed-ciphertext', `encrypted data ends with a tag of 16 bytes; found ${body.length}`)
  const decipher = createDecipheriv(CIPHER, key, nonce)
  decipher.setAuthTag(body.subarray(-TAG_BYTES))
  try {
    return new Uint8Array(concat(decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()))
  } catch (cause) {
    throw new AppError('timelock-mismatch', 'the encrypted data was altered', {}, cause)
  }
}
