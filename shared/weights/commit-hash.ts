import { blake2b256 } from '../crypto/hashes.ts'
import { tuple, vec } from '../scale/compound.ts'
import { u16, u64 } from '../scale/primitives.ts'
import { accountId } from '../scale/substrate.ts'
import { encode } from '../scale/type.ts'

/** Weights that are committed by their hash and revealed later. */
export interface HashedWeights {
  /** Public key of who commits. */
  readonly hotkey: Uint8Array
  /** `mecid · 4096 + netuid`. */
  readonly index: number
  readonly uids: readonly number[]
  readonly values: readonly number[]
  /** u16 numbers that nobody can guess; without them, few weights could be found by trying. */
  readonly salt: readonly number[]
  readonly versionKey: bigint
}

const preimage = tuple(accountId, u16, vec(u16), vec(u16), vec(u16), u64)

/** What is hashed. */
export const commitPreimage = ({ hotkey, index, uids, values, salt, versionKey }: HashedWeights): Uint8Array =>
  encode(preimage, [hotkey, index, uids, values, salt, versionKey])

/** The hash that goes to the chain first: BLAKE2b-256. Validator and chain must agree on every byte. */
export const commitHash = (weights: HashedWeights): Uint8Array => blake2b256(commitPreimage(weights))
