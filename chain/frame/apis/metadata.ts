import { bytes, newtype, option, vec } from '../../../shared/scale/compound.ts'
import { u32 } from '../../../shared/scale/primitives.ts'
import { apiMethod, defineApi } from '../runtime-api.ts'

const opaqueMetadata = newtype(['sp_core', 'OpaqueMetadata'], bytes())

/** Metadata bytes by version, made when first asked for. */
export type MetadataSource = ReadonlyMap<number, () => Uint8Array>

/** `Metadata`: the description of the runtime that clients encode and decode by. */
export const createMetadataApi = (source: MetadataSource) =>
  defineApi({
    name: 'Metadata',
    version: 2,
    docs: 'The description of the runtime.',
    methods: {
      metadata: apiMethod({
        docs: 'The metadata in version 14.',
        args: {},
        returns: opaqueMetadata,
        run: () => source.get(14)?.() ?? new Uint8Array(),
      }),
      metadata_at_version: apiMethod({
        docs: 'The metadata in one of the versions that metadata_versions lists.',
        args: { version: u32 },
        returns: option(opaqueMetadata),
        run: (_context, { version }) => source.get(version)?.(),
      }),
      metadata_versions: apiMethod({
        docs: 'The metadata versions there are.',
        args: {},
        returns: vec(u32),
        run: () => [...source.keys()],
      }),
    },
  })
