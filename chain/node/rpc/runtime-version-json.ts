import { toHex, utf8 } from '../../../shared/bytes.ts'
import type { ChainReader } from '../api.ts'
import { decodeRuntimeVersion, type RuntimeVersion } from '../runtime-version.ts'
import { findChange } from './storage-keys.ts'

/** Where a Substrate chain keeps the code of its runtime. */
const CODE_KEY = utf8(':code')

/** `RuntimeVersion` as JSON-RPC shows it. */
export interface RuntimeVersionJson extends Omit<RuntimeVersion, 'apis'> {
  readonly apis: readonly (readonly [string, number])[]
  /** The older name of `systemVersion`. */
  readonly stateVersion: number
}

/** Version of the runtime after a block. @throws AppError `unknown-block`. */
export const runtimeVersionOf = (node: ChainReader, at: Uint8Array): RuntimeVersion =>
  decodeRuntimeVersion(node.query(at, 'Core_version', new Uint8Array()))

/** JSON form of the version after a block. @throws AppError `unknown-block`. */
export function runtimeVersionAt(node: ChainReader, at: Uint8Array): RuntimeVersionJson {
  const version = runtimeVersionOf(node, at)
  return {
    ...version,
    apis: version.apis.map(([id, number]) => [toHex(id), number] as const),
    stateVersion: version.systemVersion,
  }
}

/** True when a block replaced the code of the runtime. */
export const hasNewCode = (node: ChainReader, block: Uint8Array): boolean =>
  findChange(node.changes(block), CODE_KEY) !== undefined

/** The version now and after every block that replaces the runtime's code. */
export function runtimeVersions(node: ChainReader, signal: AbortSignal): AsyncIterable<RuntimeVersionJson> {
  const heads = node.heads(signal)
  const first = runtimeVersionAt(node, node.head().hash)
  return (async function* () {
    yield first
    for await (const { hash } of heads) if (hasNewCode(node, hash)) yield runtimeVersionAt(node, hash)
  })()
}
