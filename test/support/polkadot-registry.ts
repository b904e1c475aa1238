import { expandMetadata, Metadata, TypeRegistry } from '@polkadot/types'
import type { FrameRuntime } from '../../chain/frame/runtime.ts'
import { toHex } from '../../shared/bytes.ts'
import { bytes, option } from '../../shared/scale/compound.ts'
import { decode } from '../../shared/scale/type.ts'
import { createMemoryStorage } from './memory-storage.ts'

/** Bare metadata of a runtime, as clients fetch it. */
export function metadataOf(runtime: FrameRuntime, version: 14 | 15): Uint8Array {
  const state = createMemoryStorage()
  if (version === 14) return decode(bytes(), runtime.call('Metadata_metadata', new Uint8Array(), state))
  const raw = decode(
    option(bytes()),
    runtime.call('Metadata_metadata_at_version', Uint8Array.of(version, 0, 0, 0), state),
  )
  if (raw === undefined) throw new Error(`no metadata in version ${version}`)
  return raw
}

/** The types of polkadot.js after it read a runtime's metadata: an independent reading of the same bytes. */
export function polkadotRegistry(runtime: FrameRuntime, version: 14 | 15) {
  const registry = new TypeRegistry()
  const metadata = new Metadata(registry, toHex(metadataOf(runtime, version)))
  registry.setMetadata(metadata)
  const decorated = expandMetadata(registry, metadata)
  return {
    registry,
    metadata: metadata.asLatest,
    decorated,
    /** Storage key by the names of polkadot.js, which are in camel case. */
    keyOf(pallet: string, item: string, ...args: readonly unknown[]): string {
      const entry = decorated.query[pallet]?.[item]
      if (entry === undefined) throw new Error(`polkadot.js knows no ${pallet}.${item}`)
      return registry.createType('StorageKey', [entry, args]).toHex()
    },
  }
}
