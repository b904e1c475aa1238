import type { Storage } from '../interface.ts'
import type { AnyCall, BlockContext, RuntimeCall } from './call.ts'
import type { AnyConstant } from './constant.ts'
import type { ErrorDef } from './error.ts'
import type { AnyEvent } from './event.ts'
import type { AnyStorageItem } from './storage.ts'

/** Data the node offers for inherents, by 8-character identifier such as `timstap0`. */
export type InherentData = ReadonlyMap<string, Uint8Array>

/** Why a block's inherent is not accepted. `fatal` means: not now and not later. */
export interface InherentFault {
  readonly fatal: boolean
  readonly id: string
  readonly error: Uint8Array
}

export interface Pallet {
  readonly name: string
  /** Rust crate in the paths of metadata types; default `pallet_` and the name in snake case. */
  readonly crate?: string
  readonly docs?: string
  /** Never reused. */
  readonly index: number
  readonly constants?: Readonly<Record<string, AnyConstant>>
  readonly storage?: Readonly<Record<string, AnyStorageItem>>
  readonly events?: Readonly<Record<string, AnyEvent>>
  readonly errors?: Readonly<Record<string, ErrorDef>>
  readonly calls?: Readonly<Record<string, AnyCall>>
  readonly hooks?: {
    /** Runs before the extrinsics, pallets in index order. */
    onInitialize?(context: BlockContext): void
    /** Runs after the extrinsics, pallets in index order. */
    onFinalize?(context: BlockContext): void
  }
  /** The call this pallet puts at the head of every block; `state` is that of the parent. */
  inherent?(data: InherentData, state: Storage): RuntimeCall | undefined
  /** What is wrong with an inherent call of a block made by somebody else; `undefined` when nothing is. */
  checkInherent?(call: RuntimeCall, data: InherentData, state: Storage): InherentFault | undefined
}

/** A pallet as one definition: metadata, storage keys, dispatch and documentation are walks over it. */
export const definePallet = <const P extends Pallet>(pallet: P): P => pallet
