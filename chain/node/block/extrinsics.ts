import { bytes, vec } from '../../../shared/scale/compound.ts'
import { decode, encode, type ScaleType } from '../../../shared/scale/type.ts'

const content = bytes()

/** An extrinsic that the node does not look into: its compact length prefix and as many bytes. */
const opaqueExtrinsic: ScaleType<Uint8Array> = {
  ...content,
  write: (writer, value) => writer.bytes(value),
  read: (reader) => encode(content, content.read(reader)),
}
const extrinsics = vec(opaqueExtrinsic)

/** Checks that bytes are one extrinsic: a length prefix that fits. @throws AppError `malformed-scale`. */
export function checkExtrinsic(encoded: Uint8Array): void {
  decode(content, encoded)
}

/** Extrinsics of a SCALE vector, each with its length prefix. @throws AppError `malformed-scale`. */
export const decodeExtrinsics = (encoded: Uint8Array): readonly Uint8Array[] => decode(extrinsics, encoded)

/** SCALE vector of extrinsics that carry their length prefixes. */
export const encodeExtrinsics = (items: readonly Uint8Array[]): Uint8Array => encode(extrinsics, items)
