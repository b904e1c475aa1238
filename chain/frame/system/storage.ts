import { bytes, tuple, vec } from '../../../shared/scale/compound.ts'
import { bool, u32 } from '../../../shared/scale/primitives.ts'
import { accountId, hash256, weight } from '../../../shared/scale/substrate.ts'
import { digest } from '../header.ts'
import { blake2, defineStorage, map, optionalValue, twox, value } from '../storage.ts'
import {
  type AccountInfo,
  accountInfo,
  codeUpgradeAuthorization,
  lastRuntimeUpgradeInfo,
  phase,
  weightPerClass,
} from './types.ts'

const NO_HASH = new Uint8Array(32)
const NO_WEIGHT = { ref_time: 0n, proof_size: 0n }

/** Bit 127 marks an account of the current logic of Balances; every account here has it. */
export const NEW_LOGIC_FLAGS = 1n << 127n

/** What an account reads as that never existed. */
export const NO_ACCOUNT: AccountInfo = {
  nonce: 0,
  consumers: 0,
  providers: 0,
  sufficients: 0,
  data: { free: 0n, reserved: 0n, frozen: 0n, flags: NEW_LOGIC_FLAGS },
}

/**
 * Storage of the System pallet, except `Events`, whose type depends on the pallets of the runtime
 * (`frame/runtime-event.ts` makes it).
 */
export const storage = defineStorage('System', {
  Account: map([blake2(accountId)], accountInfo, {
    default: NO_ACCOUNT,
    docs: 'Nonce, reference counts and balances of an account.',
  }),
  ExtrinsicCount: optionalValue(u32, { docs: 'Extrinsics applied in the current block.' }),
  InherentsApplied: value(bool, { default: false, docs: 'Whether the inherents of the current block were applied.' }),
  BlockWeight: value(weightPerClass, {
    default: { normal: NO_WEIGHT, operational: NO_WEIGHT, mandatory: NO_WEIGHT },
    docs: 'Weight used in the current block by class of call.',
  }),
  AllExtrinsicsLen: optionalValue(u32, { docs: 'Bytes of all extrinsics of the current block.' }),
  BlockHash: map([twox(u32)], hash256, {
    default: NO_HASH,
    docs: 'Hash of a recent block by its number; genesis is kept for good.',
  }),
  ExtrinsicData: map([twox(u32)], bytes(), {
    default: new Uint8Array(),
    docs: 'Extrinsics of the current block by index; empty between blocks.',
  }),
  Number: value(u32, { default: 0, docs: 'Number of the current block.' }),
  ParentHash: value(hash256, { default: NO_HASH, docs: 'Hash of the parent of the current block.' }),
  Digest: value(digest, { default: { logs: [] }, docs: 'Digest of the current block, part of its header.' }),
  EventCount: value(u32, { default: 0, docs: 'Number of entries in Events.' }),
  EventTopics: map([blake2(hash256)], vec(tuple(u32, u32)), {
    default: [],
    docs: 'Block number and index of the events with a topic. No event of this chain has topics.',
  }),
  LastRuntimeUpgrade: optionalValue(lastRuntimeUpgradeInfo, {
    docs: 'Version of the runtime that made the last upgrade, or of the first one.',
  }),
  UpgradedToU32RefCount: value(bool, { default: false, docs: 'Whether reference counts are u32.' }),
  UpgradedToTripleRefCount: value(bool, {
    default: false,
    docs: 'Whether accounts count consumers, providers and sufficients.',
  }),
  ExecutionPhase: optionalValue(phase, { docs: 'Part of the block that runs; absent between blocks.' }),
  AuthorizedUpgrade: optionalValue(codeUpgradeAuthorization, { docs: 'Hash of code that may replace the runtime.' }),
  ExtrinsicWeightReclaimed: value(weight, {
    default: NO_WEIGHT,
    docs: 'Weight that the current extrinsic gave back after its dispatch.',
  }),
})
