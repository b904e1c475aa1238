import { concat, toBareHex, utf8 } from '../bytes.ts'
import { sha256Hex } from '../crypto/hashes.ts'
import { AppError } from '../errors.ts'

/** A secret that is not secret any more. */
export interface OpenedSecret {
  /** First block of the epoch that the secret was drawn for. */
  readonly period: number
  /** 32 bytes. */
  readonly secret: Uint8Array
}

/** What a validator has on chain about its secrets. */
export interface SecretCommitment {
  /** First block of the epoch that the committed secret was drawn for. */
  readonly period: number
  /** SHA-256 of the secret that rounds are drawn from now, 64 lower-case hex digits. */
  readonly hash: string
  /** The newest secret that may be known; `undefined` before the first one may. */
  readonly opened: OpenedSecret | undefined
}

const MARKER = utf8('meritnet')
const VERSION = 1
const SECRET_BYTES = 32
const U32_MAX = 0xffff_ffff
/** Marker, version, period and hash. */
const CLOSED_BYTES = MARKER.length + 1 + 4 + 32
/** The same with the period and the bytes of an opened secret. */
const OPENED_BYTES = CLOSED_BYTES + 4 + SECRET_BYTES

/** Hash of a secret as it goes on chain, lower-case hex. */
export const secretHash = (secret: Uint8Array): string => sha256Hex(secret)

/**
 * Bytes of the one `Raw` field that a validator commits, 45 or 81 of the 128 that it holds:
 * `"meritnet" ‖ version u8 ‖ period u32 ‖ hash 32 [‖ opened period u32 ‖ opened secret 32]`, numbers little-endian.
 * @throws AppError `out-of-range` for periods above u32 or parts of a wrong length.
 */
export function toCommitmentBytes({ period, hash, opened }: SecretCommitment): Uint8Array {
  const digest = new Uint8Array(Buffer.from(hash, 'hex'))
  if (digest.length !== 32) throw new AppError('out-of-range', `the hash has ${digest.length} bytes; it takes 32`)
  const closed = [MARKER, Uint8Array.of(VERSION), u32(period), digest]
  if (opened === undefined) return concat(...closed)
  if (opened.secret.length !== SECRET_BYTES)
    throw new AppError('out-of-range', `the opened secret has ${opened.secret.length} bytes; it takes ${SECRET_BYTES}`)
  return concat(...closed, u32(opened.period), opened.secret)
}

/**
 * What bytes on chain say of somebody's secrets; `undefined` for anything else that a hotkey may have committed there,
 * also by a later version of this format.
 */
export function parseCommitmentBytes(bytes: Uint8Array): SecretCommitment | undefined {
  const isOurs = MARKER.every((byte, index) => bytes[index] === byte) && bytes[MARKER.length] === VERSION
  if (!isOurs || (bytes.length !== CLOSED_BYTES && bytes.length !== OPENED_BYTES)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = MARKER.length + 1
  return {
    period: view.getUint32(at, true),
    hash: toBareHex(bytes.subarray(at + 4, CLOSED_BYTES)),
    opened:
      bytes.length === CLOSED_BYTES
        ? undefined
        : { period: view.getUint32(CLOSED_BYTES, true), secret: bytes.slice(CLOSED_BYTES + 4) },
  }
}

function u32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > U32_MAX)
    throw new AppError('out-of-range', `period ${value} is not valid; use a whole number from 0 to ${U32_MAX}`)
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}
