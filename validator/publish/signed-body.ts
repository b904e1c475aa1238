import { fromHex, toHex } from '../../shared/bytes.ts'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { type Keypair, verifySignature } from '../../shared/crypto/keypair.ts'
import { fromSs58 } from '../../shared/crypto/ss58.ts'
import { framed } from '../../shared/round/framed.ts'
import type { Ss58 } from '../../shared/units.ts'

/** Header with the SS58 address of the validator that signed a body. */
export const HOTKEY_HEADER = 'x-meritnet-hotkey'
/** Header with its signature over the very bytes of the body, 0x and 128 hex digits. */
export const SIGNATURE_HEADER = 'x-meritnet-signature'

/** Bytes as a validator published them. */
export interface SignedBody {
  readonly bytes: Uint8Array
  /** 0x hex; whatever came, when it came from outside. */
  readonly signature: string
}

/** What is signed: the hash of the body under a domain of its own, so that it passes for nothing else. */
const signedMessage = (bytes: Uint8Array): Uint8Array => framed('meritnet published', fromHex(sha256Hex(bytes)))

/** Signs a body; the signature travels beside it and can be kept in a file. */
export const signBody = (bytes: Uint8Array, hotkey: Pick<Keypair, 'sign'>): SignedBody => ({
  bytes,
  signature: toHex(hotkey.sign(signedMessage(bytes))),
})

/** Whether a validator signed exactly these bytes; false for anything malformed. */
export const isSignedBy = ({ bytes, signature }: SignedBody, validator: Ss58): boolean =>
  /^0x[0-9a-f]{128}$/.test(signature) && verifySignature(signedMessage(bytes), fromHex(signature), fromSs58(validator))
