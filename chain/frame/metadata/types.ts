import { compactU32 } from '../../../shared/scale/compact.ts'
import { bytes, option, struct, tuple, variant, vec } from '../../../shared/scale/compound.ts'
import { str, u8, u32 } from '../../../shared/scale/primitives.ts'
import type { Value } from '../../../shared/scale/type.ts'

// The layout of metadata itself (polkadot-sdk, frame-metadata v14 and v15; scale-info). Numbers are ids in the registry.
const id = compactU32
const docs = vec(str)

const field = struct([], { name: option(str), type: id, typeName: option(str), docs })

const typeDef = variant([], {
  composite: { index: 0, fields: [vec(field)] },
  variant: { index: 1, fields: [vec(struct([], { name: str, fields: vec(field), index: u8, docs }))] },
  sequence: { index: 2, fields: [id] },
  array: { index: 3, fields: [u32, id] },
  tuple: { index: 4, fields: [vec(id)] },
  primitive: { index: 5, fields: [u8] },
  compact: { index: 6, fields: [id] },
})
export type PortableDef = Value<typeof typeDef>
export type PortableField = Value<typeof field>

const portableType = struct([], {
  id,
  path: vec(str),
  params: vec(struct([], { name: str, type: option(id) })),
  def: typeDef,
  docs,
})
export type PortableType = Value<typeof portableType>

const storageItem = struct([], {
  name: str,
  modifier: u8,
  type: variant([], {
    plain: { index: 0, fields: [id] },
    map: { index: 1, fields: { hashers: vec(u8), key: id, value: id } },
  }),
  fallback: bytes(),
  docs,
})

const palletFields = {
  name: str,
  storage: option(struct([], { prefix: str, items: vec(storageItem) })),
  calls: option(id),
  events: option(id),
  constants: vec(struct([], { name: str, type: id, value: bytes(), docs })),
  errors: option(id),
  index: u8,
}

const palletV15 = struct([], { ...palletFields, docs })
/** What both versions say about a pallet; version 14 has no docs. */
export type PalletMetadata = Value<typeof palletV15>

const extensions = vec(struct([], { identifier: str, type: id, additional: id }))

/** Version 14, after the magic number and the version byte. */
export const metadataV14 = struct([], {
  types: vec(portableType),
  pallets: vec(struct([], palletFields)),
  extrinsic: struct([], { type: id, version: u8, extensions }),
  type: id,
})

const apiMethodType = struct([], { name: str, inputs: vec(struct([], { name: str, type: id })), output: id, docs })

/** Version 15, after the magic number and the version byte. */
export const metadataV15 = struct([], {
  types: vec(portableType),
  pallets: vec(palletV15),
  extrinsic: struct([], { version: u8, address: id, call: id, signature: id, extra: id, extensions }),
  type: id,
  apis: vec(struct([], { name: str, methods: vec(apiMethodType), docs })),
  outerEnums: struct([], { call: id, event: id, error: id }),
  custom: vec(tuple(str, struct([], { type: id, value: bytes() }))),
})
