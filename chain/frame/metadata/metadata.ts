import { concat, utf8 } from '../../../shared/bytes.ts'
import { struct, tuple } from '../../../shared/scale/compound.ts'
import { multiAddress, multiSignature } from '../../../shared/scale/substrate.ts'
import { type AnyType, encode, type ScaleType, type Value } from '../../../shared/scale/type.ts'
import { EXTRINSIC_VERSION } from '../extrinsic.ts'
import type { PalletTypes } from '../pallet-types.ts'
import type { AnyApiMethod, RuntimeApi } from '../runtime-api.ts'
import type { AnyStorageItem } from '../storage.ts'
import type { RuntimeTables } from '../tables.ts'
import { docLines, TypeRegistry } from './registry.ts'
import { metadataV14, metadataV15, type PalletMetadata } from './types.ts'

/** Numbers of the hashers in frame-metadata's enum. */
const HASHERS = { Blake2_128Concat: 2, Twox64Concat: 5, Identity: 6 } as const

/** Metadata of a runtime in versions 14 and 15 (`meta`, the version, and its SCALE), from one walk over its definitions. */
export function createMetadata(
  tables: RuntimeTables,
  apis: readonly RuntimeApi[],
  crate: string,
): { readonly v14: Uint8Array; readonly v15: Uint8Array } {
  const registry = new TypeRegistry()
  const id = (type: AnyType) => registry.idOf(type)

  const call = id(tables.types.call)
  const event = id(tables.types.event)
  const error = id(tables.types.error)
  const pallets = tables.palletTypes.map((types) => palletMetadata(types, id))
  const extensions = tables.extensions.map(({ identifier, extra, additional }) => ({
    identifier,
    type: id(extra),
    additional: id(additional),
  }))
  const extrinsicType = id(tables.extrinsic.type)
  const extrinsicV15 = {
    version: EXTRINSIC_VERSION,
    address: id(multiAddress),
    call,
    signature: id(multiSignature),
    extra: id(tables.extrinsic.extra),
    extensions,
  }
  const type = id(struct([crate, 'Runtime'], {}))
  const apisV15 = apis.map((api) => ({
    name: api.name,
    methods: Object.entries(api.methods).map(([name, method]) => methodMetadata(name, method, id)),
    docs: docLines(api.docs),
  }))

  const { types } = registry
  const extrinsicV14 = { type: extrinsicType, version: EXTRINSIC_VERSION, extensions }
  return {
    v14: withMagic(14, metadataV14, { types, pallets, extrinsic: extrinsicV14, type }),
    v15: withMagic(15, metadataV15, {
      types,
      pallets,
      extrinsic: extrinsicV15,
      type,
      apis: apisV15,
      outerEnums: { call, event, error },
      custom: [],
    }),
  }
}

const withMagic = <T>(version: number, type: ScaleType<T>, value: T): Uint8Array =>
  concat(utf8('meta'), Uint8Array.of(version), encode(type, value))

type IdOf = (type: AnyType) => number

function palletMetadata({ pallet, call, event, error }: PalletTypes, id: IdOf): PalletMetadata {
  const items = Object.values(pallet.storage ?? {})
  return {
    name: pallet.name,
    storage:
      items.length === 0 ? undefined : { prefix: pallet.name, items: items.map((item) => itemMetadata(item, id)) },
    calls: call && id(call),
    events: event && id(event),
    constants: Object.entries(pallet.constants ?? {}).map(([name, { type, value, docs }]) => ({
      name,
      type: id(type),
      value: encode(type, value),
      docs: docLines(docs),
    })),
    errors: error && id(error),
    index: pallet.index,
    docs: docLines(pallet.docs ?? ''),
  }
}

function itemMetadata(
  { name, def }: AnyStorageItem,
  id: IdOf,
): Exclude<PalletMetadata['storage'], undefined>['items'][number] {
  const { keys, value, modifier, fallback, docs } = def
  return {
    name,
    modifier: modifier === 'Optional' ? 0 : 1,
    type: keys.length === 0 ? { tag: 'plain', value: [id(value)] } : { tag: 'map', value: mapType(keys, value, id) },
    // An optional item's fallback is the byte of None.
    fallback: modifier === 'Optional' ? Uint8Array.of(0) : encode(value, fallback),
    docs: docLines(docs),
  }
}

function mapType(keys: AnyStorageItem['def']['keys'], value: AnyType, id: IdOf) {
  const types: readonly AnyType[] = keys.map(({ type }: { type: AnyType }) => type)
  const [first] = types
  return {
    hashers: keys.map(({ hasher }: { hasher: keyof typeof HASHERS }) => HASHERS[hasher]),
    key: id(types.length === 1 && first !== undefined ? first : tuple(...types)),
    value: id(value),
  }
}

const methodMetadata = (
  name: string,
  { args, returns, docs }: AnyApiMethod,
  id: IdOf,
): Value<typeof metadataV15>['apis'][number]['methods'][number] => ({
  name,
  inputs: Object.entries<AnyType>(args).map(([argument, type]) => ({ name: argument, type: id(type) })),
  output: id(returns),
  docs: docLines(docs),
})
