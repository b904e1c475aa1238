import { equalBytes } from '../bytes.ts'
import { bytes, struct, vec } from '../scale/compound.ts'
import { u16, u64 } from '../scale/primitives.ts'
import { Reader } from '../scale/reader.ts'
import { encode } from '../scale/type.ts'

/** Weights as a validator commits them. */
export interface CommittedWeights {
  readonly uids: readonly number[]
  readonly values: readonly number[]
  readonly versionKey: bigint
}

const fields = { uids: vec(u16), values: vec(u16), version_key: u64 }
/** The hotkey binds a ciphertext to who committed it: a copy under another hotkey opens to nothing. */
const bound = struct([], { hotkey: bytes(), ...fields })
/** What commits held before they named their hotkey. */
const legacy = struct([], fields)

/** The plaintext of a timelocked commit. */
export const encodeWeightsPayload = (hotkey: Uint8Array, { uids, values, versionKey }: CommittedWeights): Uint8Array =>
  encode(bound, { hotkey, uids, values, version_key: versionKey })

/**
 * The weights of a plaintext; `undefined` for those of another hotkey. Bytes after them are ignored, as on chain.
 * @throws AppError `malformed-scale`.
 */
export function decodeWeightsPayload(plaintext: Uint8Array, hotkey: Uint8Array): CommittedWeights | undefined {
  const payload = readBound(plaintext)
  if (payload !== undefined && !equalBytes(payload.hotkey, hotkey)) return undefined
  const { uids, values, version_key: versionKey } = payload ?? legacy.read(new Reader(plaintext))
  return { uids, values, versionKey }
}

function readBound(plaintext: Uint8Array) {
  try {
    return bound.read(new Reader(plaintext))
  } catch {
    // A legacy payload seldom reads as a bound one; whether it is one at all, its own reader tells.
    return undefined
  }
}
