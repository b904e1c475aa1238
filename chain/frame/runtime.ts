import { utf8 } from '../../shared/bytes.ts'
import { blake2b64 } from '../../shared/crypto/hashes.ts'
import { messageOf } from '../../shared/errors.ts'
import { struct } from '../../shared/scale/compound.ts'
import { type AnyType, decode, encode } from '../../shared/scale/type.ts'
import { type Runtime, RuntimePanic } from '../interface.ts'
import { accountNonceApi } from './apis/account-nonce.ts'
import { createBlockBuilderApi } from './apis/block-builder.ts'
import { createCoreApi } from './apis/core.ts'
import { createMetadataApi, type MetadataSource } from './apis/metadata.ts'
import { createTaggedTransactionQueueApi } from './apis/tagged-transaction-queue.ts'
import { createTransactionPaymentApi } from './apis/transaction-payment.ts'
import type { RuntimeCall } from './call.ts'
import { createEventStorage } from './event-record.ts'
import type { AnyExtension } from './extension.ts'
import { createExtrinsicCodec } from './extrinsic.ts'
import { createMetadata } from './metadata/metadata.ts'
import type { Pallet } from './pallet.ts'
import { createRuntimeTypes, type PalletTypes, palletTypesOf } from './pallet-types.ts'
import type { AnyApiMethod, RuntimeApi } from './runtime-api.ts'
import { createSignatureVerifier, type SignatureVerifier } from './signature.ts'
import { createSystem } from './system/index.ts'
import { storage } from './system/storage.ts'
import type { CallType, RuntimeTables } from './tables.ts'
import type { RuntimeVersion } from './version.ts'

export interface RuntimeDefinition {
  /** What the runtime says about itself; `apis` follows from the APIs. */
  readonly version: Omit<RuntimeVersion, 'apis'>
  readonly ss58Prefix: number
  /** All pallets but System, which every runtime has. Gets the call type for pallets whose calls hold calls. */
  readonly pallets: (types: { readonly call: CallType }) => readonly Pallet[]
  /** In the order in which their data stands in extrinsics. */
  readonly extensions: readonly AnyExtension[]
  /** APIs besides those that every runtime has. */
  readonly apis: readonly RuntimeApi[]
  readonly verify?: SignatureVerifier
}

/** A runtime with what tests and tools want to know of it. */
export interface FrameRuntime extends Runtime {
  readonly tables: RuntimeTables
  readonly apis: readonly RuntimeApi[]
}

/**
 * A runtime from its definitions: answers `Core`, `BlockBuilder`, `TaggedTransactionQueue`, `Metadata`,
 * `AccountNonceApi`, `TransactionPaymentApi` and the APIs given.
 * @throws RangeError when two pallets, calls, events or errors share an index.
 */
export function defineRuntime(definition: RuntimeDefinition): FrameRuntime {
  const { extensions, ss58Prefix, verify = createSignatureVerifier() } = definition
  const crate = `${definition.version.spec_name.replaceAll('-', '_')}_runtime`
  // The call and event types come first and learn the pallets late, because pallets hold them; so do the API ids.
  let palletTypes: readonly PalletTypes[] = []
  const apiIds: [Uint8Array, number][] = []
  const types = createRuntimeTypes(crate, () => palletTypes)
  const version: RuntimeVersion = { ...definition.version, apis: apiIds }
  const eventStorage = createEventStorage(types.event)

  const system = createSystem({ version, ss58Prefix, eventItem: eventStorage.Events })
  const pallets = [system, ...definition.pallets({ call: types.call })].sort((a, b) => a.index - b.index)
  checkIndices(pallets)
  palletTypes = pallets.map(palletTypesOf)
  const tables: RuntimeTables = {
    version,
    pallets,
    palletTypes,
    types,
    extensions,
    extrinsic: createExtrinsicCodec(types.call, extensions),
    eventStorage,
    verify,
    ...createLookups(pallets),
  }

  const metadata = lazy(() => createMetadata(tables, apis, crate))
  const source: MetadataSource = new Map([
    [14, () => metadata().v14],
    [15, () => metadata().v15],
  ])
  const apis: readonly RuntimeApi[] = [
    createCoreApi(tables),
    createMetadataApi(source),
    createBlockBuilderApi(tables),
    createTaggedTransactionQueueApi(tables),
    accountNonceApi,
    createTransactionPaymentApi(tables),
    ...definition.apis,
  ]
  for (const api of apis) apiIds.push([blake2b64(utf8(api.name)), api.version])
  return { tables, apis, call: createEntryPoints(apis) }
}

/** The function behind `Runtime.call`: decodes the input of a method, runs it, encodes what it returns. */
function createEntryPoints(apis: readonly RuntimeApi[]): Runtime['call'] {
  const methods = new Map<string, { readonly method: AnyApiMethod; readonly args: AnyType }>()
  for (const api of apis)
    for (const [name, method] of Object.entries(api.methods))
      methods.set(`${api.name}_${name}`, { method, args: struct([], method.args) })

  return (name, input, state) => {
    const entry = methods.get(name)
    if (entry === undefined) throw new RuntimePanic(`Exported method ${name} is not found`)
    const { method, args } = entry
    try {
      const values = decode(args, input)
      return encode(method.returns, method.run({ state, block: storage.Number.get(state) }, values))
    } catch (cause) {
      if (cause instanceof RuntimePanic) throw cause
      throw new RuntimePanic(`${name}: ${messageOf(cause)}`, { cause })
    }
  }
}

function createLookups(pallets: readonly Pallet[]): Pick<RuntimeTables, 'callDef' | 'palletIndex'> {
  const byName = new Map(pallets.map((pallet) => [pallet.name, pallet]))
  const find = (name: string): Pallet => {
    const pallet = byName.get(name)
    if (pallet === undefined) throw new RangeError(`pallet ${name} does not exist; valid: ${[...byName.keys()]}`)
    return pallet
  }
  return {
    palletIndex: (name) => find(name).index,
    callDef({ pallet, call }: RuntimeCall) {
      const def = find(pallet).calls?.[call]
      if (def === undefined) throw new RangeError(`call ${pallet}.${call} does not exist`)
      return def
    },
  }
}

function checkIndices(pallets: readonly Pallet[]): void {
  unique(
    'pallets',
    pallets.map((pallet) => [pallet.name, pallet.index]),
  )
  for (const { name, calls = {}, events = {}, errors = {} } of pallets) {
    unique(
      `calls of ${name}`,
      Object.entries(calls).map(([call, { index }]) => [call, index]),
    )
    unique(
      `events of ${name}`,
      Object.entries(events).map(([event, { def }]) => [event, def.index]),
    )
    unique(
      `errors of ${name}`,
      Object.entries(errors).map(([error, { index }]) => [error, index]),
    )
  }
}

/** An index that two definitions share would make one of them unreachable. */
function unique(what: string, entries: readonly (readonly [name: string, index: number])[]): void {
  const names = new Map<number, string>()
  for (const [name, index] of entries) {
    const other = names.get(index)
    if (other !== undefined) throw new RangeError(`${what}: ${other} and ${name} share index ${index}`)
    names.set(index, name)
  }
}

function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
