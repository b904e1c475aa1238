import { option, struct } from '../../shared/scale/compound.ts'
import { u32 } from '../../shared/scale/primitives.ts'
import { weight } from '../../shared/scale/substrate.ts'
import type { AnyType, Value } from '../../shared/scale/type.ts'
import type { Storage } from '../interface.ts'
import type { DispatchInfo } from './dispatch-info.ts'
import { storage } from './system/storage.ts'
import { invalid } from './validity.ts'

const perClass = <X extends AnyType>(type: X) => ({
  ...struct(['frame_support', 'dispatch', 'PerDispatchClass'], { normal: type, operational: type, mandatory: type }),
  params: [{ name: 'T', type }],
})

const weightsPerClass = struct(['frame_system', 'limits', 'WeightsPerClass'], {
  base_extrinsic: weight,
  max_extrinsic: option(weight),
  max_total: option(weight),
  reserved: option(weight),
})

export const blockWeights = struct(['frame_system', 'limits', 'BlockWeights'], {
  base_block: weight,
  max_block: weight,
  per_class: perClass(weightsPerClass),
})

export const blockLength = struct(['frame_system', 'limits', 'BlockLength'], { max: perClass(u32) })

/** Largest u64: proof size is not limited, as this chain is no parachain. */
const ANY = (1n << 64n) - 1n
const BASE_EXTRINSIC = 108_157_000n
const MAX_BLOCK = 4_000_000_000_000n
const NORMAL = (MAX_BLOCK * 3n) / 4n
/** What hooks are expected to use of each block. */
const HOOKS = MAX_BLOCK / 10n

const ofClass = (max: bigint, proof: bigint, reserved: Value<typeof weight>) => ({
  base_extrinsic: { ref_time: BASE_EXTRINSIC, proof_size: 0n },
  max_extrinsic: { ref_time: max - HOOKS - BASE_EXTRINSIC, proof_size: proof - ANY / 10n },
  max_total: { ref_time: max, proof_size: proof },
  reserved,
})

/** Computation that fits into a block: 4 s of reference hardware, three quarters of it for normal calls. */
export const BLOCK_WEIGHTS: Value<typeof blockWeights> = {
  base_block: { ref_time: 431_614_000n, proof_size: 0n },
  max_block: { ref_time: MAX_BLOCK, proof_size: ANY },
  per_class: {
    normal: ofClass(NORMAL, (ANY * 3n) / 4n, { ref_time: 0n, proof_size: 0n }),
    operational: ofClass(MAX_BLOCK, ANY, { ref_time: MAX_BLOCK - NORMAL, proof_size: ANY / 4n }),
    mandatory: {
      base_extrinsic: { ref_time: BASE_EXTRINSIC, proof_size: 0n },
      max_extrinsic: undefined,
      max_total: undefined,
      reserved: undefined,
    },
  },
}

/** Bytes of extrinsics that fit into a block: 10 MiB, three quarters of it for normal calls. */
export const BLOCK_LENGTH: Value<typeof blockLength> = {
  max: { normal: 7_864_320, operational: 10_485_760, mandatory: 10_485_760 },
}

/** Computation of an extrinsic with what every extrinsic of its class takes, picoseconds. */
export const fullRefTime = (info: DispatchInfo): bigint =>
  info.refTime + BLOCK_WEIGHTS.per_class[info.class].base_extrinsic.ref_time

/** Checks what can be checked of an extrinsic alone. @throws ValidityError `ExhaustsResources`. */
export function checkExtrinsicFits(info: DispatchInfo, length: number): void {
  const most = BLOCK_WEIGHTS.per_class[info.class].max_extrinsic?.ref_time
  if (most !== undefined && info.refTime > most)
    throw invalid('ExhaustsResources', `the call takes ${info.refTime} ps; at most ${most} are valid`)
  if (length > BLOCK_LENGTH.max[info.class])
    throw invalid(
      'ExhaustsResources',
      `the extrinsic has ${length} bytes; at most ${BLOCK_LENGTH.max[info.class]} are valid`,
    )
}

/** Counts an extrinsic in the current block. @throws ValidityError `ExhaustsResources` when it does not fit any more. */
export function reserveInBlock(state: Storage, info: DispatchInfo, length: number): void {
  const used = storage.BlockWeight.get(state)
  const ownClass = used[info.class]
  const total = ownClass.ref_time + fullRefTime(info)
  const { max_total, reserved } = BLOCK_WEIGHTS.per_class[info.class]
  const all = used.normal.ref_time + used.operational.ref_time + used.mandatory.ref_time + fullRefTime(info)
  const isOverBlock = all > MAX_BLOCK && (reserved === undefined || total > reserved.ref_time)
  if (info.class !== 'mandatory' && (total > (max_total?.ref_time ?? MAX_BLOCK) || isOverBlock))
    throw invalid(
      'ExhaustsResources',
      `the block has ${all} ps of computation with this extrinsic; the limit is ${MAX_BLOCK}`,
    )

  const bytes = (storage.AllExtrinsicsLen.get(state) ?? 0) + length
  if (bytes > BLOCK_LENGTH.max[info.class])
    throw invalid(
      'ExhaustsResources',
      `the block has ${bytes} bytes with this extrinsic; the limit is ${BLOCK_LENGTH.max[info.class]}`,
    )

  storage.BlockWeight.put(state, [], { ...used, [info.class]: { ...ownClass, ref_time: total } })
  storage.AllExtrinsicsLen.put(state, [], bytes)
}
