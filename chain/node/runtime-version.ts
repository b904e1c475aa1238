import { utf8 } from '../../shared/bytes.ts'
import { AppError } from '../../shared/errors.ts'
import { fixedBytes, struct, tuple, vec } from '../../shared/scale/compound.ts'
import { str, u8, u32 } from '../../shared/scale/primitives.ts'
import { decode, type Value } from '../../shared/scale/type.ts'
import type { StateVersion } from '../../shared/trie/trie-node.ts'
import type { Runtime } from '../interface.ts'
import type { Overlay } from './storage/overlay.ts'

/** `sp_version::RuntimeVersion`, what `Core_version` returns. */
export const runtimeVersion = struct(['sp_version', 'RuntimeVersion'], {
  specName: str,
  implName: str,
  authoringVersion: u32,
  specVersion: u32,
  implVersion: u32,
  /** Runtime API ids (blake2-64 of the trait's name) with their versions. */
  apis: vec(tuple(fixedBytes(8), u32)),
  transactionVersion: u32,
  /** Also called state version: 0 keeps trie values inline, 1 and 2 hash those over 32 bytes. */
  systemVersion: u8,
})

export type RuntimeVersion = Value<typeof runtimeVersion>

/** @throws AppError `malformed-scale`. */
export const decodeRuntimeVersion = (bytes: Uint8Array): RuntimeVersion => decode(runtimeVersion, bytes)

/** State version of a runtime. @throws AppError `unknown-state-version`. */
export function stateVersionOf({ systemVersion }: RuntimeVersion): StateVersion {
  if (systemVersion === 0) return 0
  if (systemVersion <= 2) return 1
  throw new AppError('unknown-state-version', `the runtime has system version ${systemVersion}; valid are 0 to 2`)
}

const CODE_KEY = utf8(':code')

/**
 * State version of the runtime in a state. `Core_version` is asked again only when `:code` is another array than last
 * time: a state hands out the same one while no block replaces it.
 * @throws RuntimePanic, AppError `malformed-scale`, `unknown-state-version`.
 */
export function createStateVersionReader(runtime: Runtime): (storage: Overlay) => StateVersion {
  let last: { readonly code: Uint8Array | undefined; readonly version: StateVersion } | undefined
  return (storage) => {
    const code = storage.get(CODE_KEY)
    if (last === undefined || last.code !== code) {
      const version = storage.transact(() => runtime.call('Core_version', new Uint8Array(0), storage))
      last = { code, version: stateVersionOf(decodeRuntimeVersion(version)) }
    }
    return last.version
  }
}
