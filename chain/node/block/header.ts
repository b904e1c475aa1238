import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { compactU32 } from '../../../shared/scale/compact.ts'
import { bytes, fixedBytes, struct, variant, vec } from '../../../shared/scale/compound.ts'
import { decode, encode, type ScaleType, type Value } from '../../../shared/scale/type.ts'

/** Parent of genesis, and the roots of a header that is not yet sealed. */
export const ZERO_HASH = new Uint8Array(32)

const item = variant(['sp_runtime', 'generic', 'DigestItem'], {
  Other: { index: 0, fields: [bytes()] },
  Consensus: { index: 4, fields: [fixedBytes(4), bytes()] },
  Seal: { index: 5, fields: [fixedBytes(4), bytes()] },
  PreRuntime: { index: 6, fields: [fixedBytes(4), bytes()] },
  RuntimeEnvironmentUpdated: { index: 8 },
})

/** A digest item as its own SCALE bytes: what `digest.logs` of JSON-RPC shows as hex. */
const rawItem: ScaleType<Uint8Array> = {
  ...item,
  write: (writer, value) => writer.bytes(value),
  read: (reader) => encode(item, item.read(reader)),
}

/** A Substrate block header with u32 numbers and 32-byte blake2 hashes. */
const header = struct(['sp_runtime', 'generic', 'Header'], {
  parentHash: fixedBytes(32),
  number: compactU32,
  stateRoot: fixedBytes(32),
  extrinsicsRoot: fixedBytes(32),
  digest: vec(rawItem),
})

export type Header = Value<typeof header>

/** SCALE form of a header. */
export const encodeHeader = (value: Header): Uint8Array => encode(header, value)

/** @throws AppError `malformed-scale`. */
export const decodeHeader = (encoded: Uint8Array): Header => decode(header, encoded)

/** Hash of a block: blake2-256 of its SCALE header. */
export const headerHash = (encoded: Uint8Array): Uint8Array => blake2b256(encoded)
