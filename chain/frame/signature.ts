import { verifySignature } from '../../shared/crypto/keypair.ts'

/** True when the sr25519 signature over the message was made by the key. */
export type SignatureVerifier = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean

/** An extrinsic is verified in the pool, again when a block is built, and maybe on import: each takes most of its cost. */
const CACHED_SIGNATURES = 8_192

/** A verifier that remembers the signatures it found good, the oldest forgotten first. */
export function createSignatureVerifier(verify: SignatureVerifier = verifySignature): SignatureVerifier {
  const good = new Set<string>()
  return (message, signature, publicKey) => {
    const key = Buffer.concat([publicKey, signature, message]).toString('latin1')
    if (good.has(key)) return true
    if (!verify(message, signature, publicKey)) return false
    const [oldest] = good
    if (good.size >= CACHED_SIGNATURES && oldest !== undefined) good.delete(oldest)
    good.add(key)
    return true
  }
}
