import { struct } from '../../../shared/scale/compound.ts'
import { u16, u32, u64 } from '../../../shared/scale/primitives.ts'
import { constant } from '../constant.ts'
import { BLOCK_LENGTH, BLOCK_WEIGHTS, blockLength, blockWeights } from '../limits.ts'
import { type RuntimeVersion, runtimeVersion } from '../version.ts'

/** Hashes of this many blocks are kept; extrinsics born earlier are not valid any more. */
export const BLOCK_HASH_COUNT = 2_400

const runtimeDbWeight = struct(['sp_weights', 'RuntimeDbWeight'], { read: u64, write: u64 })

/** Constants of the System pallet of a runtime. */
export const createConstants = (version: RuntimeVersion, ss58Prefix: number) => ({
  BlockWeights: constant(blockWeights, BLOCK_WEIGHTS, 'Computation that fits into a block, by class of call.'),
  BlockLength: constant(blockLength, BLOCK_LENGTH, 'Bytes of extrinsics that fit into a block, by class of call.'),
  BlockHashCount: constant(u32, BLOCK_HASH_COUNT, 'Number of recent block hashes that are kept.'),
  DbWeight: constant(
    runtimeDbWeight,
    { read: 25_000_000n, write: 100_000_000n },
    'Computation that one storage access counts as, picoseconds.',
  ),
  Version: constant(runtimeVersion, version, 'Version of the runtime.'),
  SS58Prefix: constant(u16, ss58Prefix, 'First part of an address text of this chain.'),
})
