import { utf8 } from '../../../shared/bytes.ts'
import { bytes, fixedBytes, tuple, vec } from '../../../shared/scale/compound.ts'
import { u64 } from '../../../shared/scale/primitives.ts'
import { encode } from '../../../shared/scale/type.ts'
import type { BlockRef } from '../api.ts'

/** What the inherents and the digest of a new block may depend on. */
export interface BlockContext {
  readonly parent: BlockRef
  /** Milliseconds since the Unix epoch; strictly greater than the parent's. */
  readonly timestampMs: number
}

/** One kind of data that the node gives to each block, outside any extrinsic. */
export interface InherentProvider {
  /** Exactly 8 bytes of ASCII. */
  readonly id: string
  /** SCALE value for a block. */
  data(context: BlockContext): Uint8Array
}

/** `pallet_timestamp`: u64 milliseconds. */
export const timestampInherent: InherentProvider = {
  id: 'timstap0',
  data: ({ timestampMs }) => encode(u64, BigInt(timestampMs)),
}

/** Inherents of a block when none are configured. */
export const DEFAULT_INHERENTS: readonly InherentProvider[] = [timestampInherent]

const inherentData = vec(tuple(fixedBytes(8), bytes()))

/** SCALE `InherentData`: a map from 8-byte ids to byte vectors, in the order of the ids. */
export function encodeInherentData(providers: readonly InherentProvider[], context: BlockContext): Uint8Array {
  const sorted = [...providers].sort((a, b) => (a.id < b.id ? -1 : 1))
  return encode(
    inherentData,
    sorted.map((provider) => [utf8(provider.id), provider.data(context)] as const),
  )
}
