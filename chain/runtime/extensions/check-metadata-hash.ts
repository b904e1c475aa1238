import { fixedBytes, option, struct, variant } from '../../../shared/scale/compound.ts'
import { defineExtension } from '../../frame/extension.ts'
import { invalid } from '../../frame/validity.ts'

const mode = variant(['frame_metadata_hash_extension', 'Mode'], { Disabled: { index: 0 }, Enabled: { index: 1 } })

/**
 * Lets hardware wallets sign a digest of the metadata that they trusted. This chain has no such digest, so only
 * extrinsics without one are valid.
 */
export const checkMetadataHash = defineExtension({
  identifier: 'CheckMetadataHash',
  extra: struct(['frame_metadata_hash_extension', 'CheckMetadataHash'], { mode }),
  additional: option(fixedBytes(32)),
  implicit(_context, extra) {
    if (extra.mode.tag === 'Enabled') throw invalid('BadProof', 'metadata hash mode 1; valid on this chain is 0')
    return undefined
  },
})
