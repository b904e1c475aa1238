import { decodeAddress, encodeAddress } from '@polkadot/util-crypto'
import { AppError } from '../errors.ts'
import type { Ss58 } from '../units.ts'

/** SS58 prefix of Bittensor and of generic Substrate chains. */
export const SS58_PREFIX = 42

/** SS58 text of a 32-byte public key. */
export const toSs58 = (publicKey: Uint8Array): Ss58 => encodeAddress(publicKey, SS58_PREFIX) as Ss58

/**
 * Public key behind an SS58 text.
 * @throws AppError `malformed-ss58` when it is no valid 32-byte address.
 */
export function fromSs58(text: string): Uint8Array {
  let key: Uint8Array | undefined
  try {
    key = text.startsWith('0x') ? undefined : decodeAddress(text)
  } catch {
    key = undefined
  }
  if (key?.length !== 32)
    throw new AppError(
      'malformed-ss58',
      `${JSON.stringify(text)} is no SS58 address; valid is 48 characters such as 5Grwva…utQY`,
    )
  return key
}

/** @throws AppError `malformed-ss58`. */
export const parseSs58 = (text: string): Ss58 => toSs58(fromSs58(text))
