import { equalBytes } from '../bytes.ts'
import { AppError } from '../errors.ts'
import {
  type G1Point,
  type G2Point,
  pairingBytes,
  readG2,
  roundPoint,
  scalarFrom,
  sha256,
  timesG2,
  writeG2,
} from './curve.ts'

/** A 32-byte key locked to a round by identity-based encryption (Boneh and Franklin, with Fujisaki and Okamoto). */
export interface LockedKey {
  /** Compressed point of G2, 96 bytes. */
  readonly u: Uint8Array
  /** 32 bytes each. */
  readonly v: Uint8Array
  readonly w: Uint8Array
}

const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ (b[i] ?? 0))

/** Ties the point to what is locked, so that nobody can alter a ciphertext unnoticed. */
const bindingScalar = (sigma: Uint8Array, key: Uint8Array): bigint => scalarFrom(sha256(sigma, key))

/**
 * Locks a key until the beacon signs the round.
 * @param entropy 32 random bytes; who knows them can open the lock at once.
 */
export function lockKey(options: {
  readonly publicKey: G2Point
  readonly round: bigint
  readonly key: Uint8Array
  readonly entropy: Uint8Array
}): LockedKey {
  const { publicKey, round, key, entropy } = options
  const sigma = sha256(entropy)
  const r = bindingScalar(sigma, key)
  return {
    u: writeG2(timesG2(r)),
    v: xor(sigma, sha256(pairingBytes(roundPoint(round), publicKey.multiply(r)))),
    w: xor(key, sha256(sigma)),
  }
}

/** The key, by the beacon's signature of the round. @throws AppError `malformed-point`, `timelock-mismatch`. */
export function unlockKey({ u, v, w }: LockedKey, signature: G1Point): Uint8Array {
  const point = readG2('U of the ciphertext', u)
  const sigma = xor(v, sha256(pairingBytes(signature, point)))
  const key = xor(w, sha256(sigma))
  // Points are compared as such, since writing a computed one takes a division; and U must stand in its one valid form.
  if (!point.equals(timesG2(bindingScalar(sigma, key))) || !equalBytes(u, writeG2(point)))
    throw new AppError('timelock-mismatch', 'the ciphertext was locked to another round or beacon, or was altered')
  return key
}
