import { concat, equalBytes, utf8 } from '../bytes.ts'
import { AppError } from '../errors.ts'
import type { LockedKey } from './ibe.ts'

/** What stands on chain: a locked key and what it encrypts. */
export interface TimelockCiphertext {
  readonly locked: LockedKey
  /** AES-256-GCM: as long as the plaintext and a tag of 16 bytes. */
  readonly body: Uint8Array
  /** 12 bytes. */
  readonly nonce: Uint8Array
}

const SUITE = utf8('AES_GCM_')
const U_BYTES = 96
const HASH_BYTES = 32
const NONCE_BYTES = 12

/** Bytes that a ciphertext has on top of its plaintext. */
export const CIPHERTEXT_OVERHEAD = 244

const u64 = (length: number): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  return bytes
}

const withLength = (bytes: Uint8Array): Uint8Array => concat(u64(bytes.length), bytes)

/** The layout of the chain: arkworks' "compressed" form, where lengths are u64 lowest byte first. */
export const encodeCiphertext = ({ locked, body, nonce }: TimelockCiphertext): Uint8Array =>
  concat(
    locked.u,
    withLength(locked.v),
    withLength(locked.w),
    withLength(concat(withLength(body), withLength(nonce))),
    withLength(SUITE),
  )

/** @throws AppError `malformed-ciphertext`. */
export function decodeCiphertext(bytes: Uint8Array): TimelockCiphertext {
  const outer = createCursor(bytes)
  const u = outer.take('U', U_BYTES)
  const v = outer.vector('V', HASH_BYTES)
  const w = outer.vector('W', HASH_BYTES)
  const inner = createCursor(outer.vector('body'))
  const body = inner.vector('encrypted data')
  const nonce = inner.vector('nonce', NONCE_BYTES)
  inner.end()
  if (!equalBytes(outer.vector('cipher suite', SUITE.length), SUITE))
    throw malformed('the cipher suite is not AES_GCM_')
  outer.end()
  return { locked: { u, v, w }, body, nonce }
}

const malformed = (found: string) => new AppError('malformed-ciphertext', `not a timelock ciphertext: ${found}`)

function createCursor(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 0
  const take = (what: string, length: number): Uint8Array => {
    if (length > bytes.length - offset)
      throw malformed(`${what} needs ${length} bytes, ${bytes.length - offset} are left`)
    offset += length
    return bytes.slice(offset - length, offset)
  }
  return {
    take,
    vector(what: string, expected?: number): Uint8Array {
      take(`the length of ${what}`, 8)
      const length = view.getBigUint64(offset - 8, true)
      if (expected !== undefined && length !== BigInt(expected))
        throw malformed(`${what} has ${length} bytes, ${expected} are valid`)
      if (length > BigInt(bytes.length)) throw malformed(`${what} claims ${length} bytes`)
      return take(what, Number(length))
    },
    end() {
      if (offset !== bytes.length) throw malformed(`${bytes.length - offset} bytes are left over`)
    },
  }
}
