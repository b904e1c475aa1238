import { compactU32 } from '../../shared/scale/compact.ts'
import { bytes, fixedBytes, struct, variant, vec } from '../../shared/scale/compound.ts'
import { hash256 } from '../../shared/scale/substrate.ts'
import type { Value } from '../../shared/scale/type.ts'

const engineId = fixedBytes(4)

/** One log of a header, such as the slot an author claims. */
export const digestItem = variant(['sp_runtime', 'generic', 'digest', 'DigestItem'], {
  PreRuntime: { index: 6, fields: [engineId, bytes()] },
  Consensus: { index: 4, fields: [engineId, bytes()] },
  Seal: { index: 5, fields: [engineId, bytes()] },
  Other: { index: 0, fields: [bytes()] },
  RuntimeEnvironmentUpdated: { index: 8 },
})

export const digest = struct(['sp_runtime', 'generic', 'digest', 'Digest'], { logs: vec(digestItem) })

/** A block header; the block's hash is blake2-256 of these bytes. */
export const header = struct(['sp_runtime', 'generic', 'header', 'Header'], {
  parent_hash: hash256,
  number: compactU32,
  state_root: hash256,
  extrinsics_root: hash256,
  digest,
})
export type Header = Value<typeof header>
