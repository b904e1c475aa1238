import type { ScaleType } from '../../shared/scale/type.ts'
import type { AnyCall, RuntimeCall } from './call.ts'
import type { EventRecord } from './event.ts'
import type { EventStorage } from './event-record.ts'
import type { AnyExtension } from './extension.ts'
import type { ExtrinsicCodec } from './extrinsic.ts'
import type { Pallet } from './pallet.ts'
import type { PalletTypes, RuntimeTypes } from './pallet-types.ts'
import type { SignatureVerifier } from './signature.ts'
import type { RuntimeVersion } from './version.ts'

/** A runtime's definitions in the forms that running it needs. Made once; holds no chain state. */
export interface RuntimeTables {
  readonly version: RuntimeVersion
  /** In the order of their indices, System first. */
  readonly pallets: readonly Pallet[]
  readonly palletTypes: readonly PalletTypes[]
  readonly types: RuntimeTypes
  readonly extensions: readonly AnyExtension[]
  readonly extrinsic: ExtrinsicCodec
  readonly eventStorage: EventStorage
  readonly verify: SignatureVerifier
  callDef(call: RuntimeCall): AnyCall
  /** @throws RangeError when there is no such pallet, a bug of the caller. */
  palletIndex(name: string): number
}

export type CallType = ScaleType<RuntimeCall>
export type EventType = ScaleType<EventRecord>
