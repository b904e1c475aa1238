import { concat } from '../../shared/bytes.ts'
import { blake2b256 } from '../../shared/crypto/hashes.ts'
import { AppError } from '../../shared/errors.ts'
import { bytes, newtype, tuple } from '../../shared/scale/compound.ts'
import { Reader } from '../../shared/scale/reader.ts'
import { multiAddress, multiSignature } from '../../shared/scale/substrate.ts'
import { type AnyType, encode, type ScaleType, type Value } from '../../shared/scale/type.ts'
import { Writer } from '../../shared/scale/writer.ts'
import type { RuntimeCall } from './call.ts'
import type { AnyExtension } from './extension.ts'

/** Version 4 of the extrinsic format; bit 7 marks a signed one. */
export const EXTRINSIC_VERSION = 4
const SIGNED = 0x80 | EXTRINSIC_VERSION

export type DecodedExtrinsic =
  | { readonly tag: 'bare'; readonly call: RuntimeCall; readonly length: number }
  | {
      readonly tag: 'signed'
      readonly address: Value<typeof multiAddress>
      readonly signature: Value<typeof multiSignature>
      /** One value for each extension. */
      readonly extra: readonly unknown[]
      /** The same as they stand in the extrinsic: they are what was signed. */
      readonly extraBytes: Uint8Array
      readonly callBytes: Uint8Array
      readonly call: RuntimeCall
      readonly length: number
    }

export interface ExtrinsicCodec {
  /** Bytes of an extrinsic as blocks hold it, without the length prefix. */
  readonly type: ScaleType<Uint8Array>
  readonly extra: AnyType
  /** @param extrinsic with its length prefix. @throws AppError `malformed-scale` or `unknown-extrinsic-version`. */
  decode(extrinsic: Uint8Array): DecodedExtrinsic
  /** The extrinsic as it travels, from what `type` reads. */
  withLength(body: Uint8Array): Uint8Array
  /** An unsigned extrinsic with its length prefix. */
  encodeBare(call: RuntimeCall): Uint8Array
}

const withLength = (body: Uint8Array): Uint8Array => encode(bytes(), body)

/** What is signed: call, extra and additional data, or their hash when longer than 256 bytes. */
export function signingPayload(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = concat(...parts)
  return whole.length > 256 ? blake2b256(whole) : whole
}

/** Reads and writes the extrinsics of a runtime with these calls and extensions. */
export function createExtrinsicCodec(
  call: ScaleType<RuntimeCall>,
  extensions: readonly AnyExtension[],
): ExtrinsicCodec {
  const extra = tuple(...extensions.map((extension) => extension.extra))
  return {
    extra,
    type: {
      ...newtype(['sp_runtime', 'generic', 'unchecked_extrinsic', 'UncheckedExtrinsic'], bytes()),
      params: [
        { name: 'Address', type: multiAddress },
        { name: 'Call', type: call },
        { name: 'Signature', type: multiSignature },
        { name: 'Extra', type: extra },
      ],
    },
    decode(extrinsic) {
      const reader = new Reader(extrinsic)
      const { length } = extrinsic
      const promised = reader.compactNumber(Number.MAX_SAFE_INTEGER)
      if (promised !== reader.remaining)
        throw new AppError(
          'malformed-scale',
          `the extrinsic says it has ${promised} bytes and has ${reader.remaining} after its length`,
        )
      const version = reader.u8()
      if (version === EXTRINSIC_VERSION) return { tag: 'bare', call: toEnd(reader, call), length }
      if (version !== SIGNED)
        throw new AppError(
          'unknown-extrinsic-version',
          `extrinsic version byte ${version}; valid is ${SIGNED} (signed) or ${EXTRINSIC_VERSION} (bare)`,
        )
      const address = multiAddress.read(reader)
      const signature = multiSignature.read(reader)
      const extraAt = reader.offset
      const extraValues = extra.read(reader)
      const extraBytes = reader.since(extraAt)
      const callAt = reader.offset
      const decoded = toEnd(reader, call)
      const callBytes = reader.since(callAt)
      return { tag: 'signed', address, signature, extra: extraValues, extraBytes, callBytes, call: decoded, length }
    },
    withLength,
    encodeBare(bare) {
      const writer = new Writer()
      writer.u8(EXTRINSIC_VERSION)
      call.write(writer, bare)
      return withLength(writer.finish())
    },
  }
}

/** A signed extrinsic with its length prefix from parts that are encoded already. */
export const assembleSigned = (
  who: Uint8Array,
  sr25519Signature: Uint8Array,
  extraBytes: Uint8Array,
  callBytes: Uint8Array,
): Uint8Array =>
  withLength(
    concat(
      Uint8Array.of(SIGNED),
      encode(multiAddress, { tag: 'Id', value: [who] }),
      encode(multiSignature, { tag: 'Sr25519', value: [sr25519Signature] }),
      extraBytes,
      callBytes,
    ),
  )

function toEnd<T>(reader: Reader, type: ScaleType<T>): T {
  const value = type.read(reader)
  if (reader.remaining > 0)
    throw new AppError('malformed-scale', `${reader.remaining} bytes left after the call of the extrinsic`)
  return value
}
