import type { Shape, StructValue } from '../../shared/scale/compound.ts'
import type { Storage } from '../interface.ts'
import type { DispatchError } from './dispatch-error.ts'
import type { EventRecord } from './event.ts'
import type { Origin } from './origin.ts'

/** What a pallet's code may touch besides its arguments. Everything else (clock, randomness) is out of reach. */
export interface BlockContext {
  readonly state: Storage
  /** Number of the block being built. */
  readonly block: number
  deposit(event: EventRecord): void
}

/** A decoded call: `RuntimeCall` on chain. */
export interface RuntimeCall {
  readonly pallet: string
  readonly call: string
  readonly args: Readonly<Record<string, unknown>>
}

/** `error` is what was thrown; `wire` is the same as events and results carry it. */
export type DispatchOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: Error; readonly wire: DispatchError }

export interface DispatchContext extends BlockContext {
  readonly origin: Origin
  /** Runs another call in a storage transaction of its own; a failed call leaves no trace and is returned, not thrown. */
  dispatch(call: RuntimeCall, origin: Origin): DispatchOutcome
  /** Gives the fee of the extrinsic back once it is done, whatever its outcome. Nested calls cannot. */
  waiveFee(): void
}

export type Pays = 'yes' | 'no'
export type DispatchClass = 'normal' | 'operational' | 'mandatory'

export interface CallCost {
  readonly refTime: bigint
  readonly class: DispatchClass
}

export interface CallDef<F extends Shape> {
  /** Never reused: a removed call leaves a tombstone comment in the pallet's index.ts. */
  readonly index: number
  readonly docs: string
  readonly args: F
  /** Default `yes`. */
  readonly pays?: Pays
  /** Default `normal`. */
  readonly class?: DispatchClass
  /** Computation in picoseconds of reference hardware; the weight fee is proportional to it. Default 200_000_000. */
  readonly refTime?: bigint
  /** What a call that runs another costs; `of` tells the cost of the inner one. Instead of `refTime` and `class`. */
  weigh?(args: StructValue<F>, of: (call: RuntimeCall) => CallCost): CallCost
  /**
   * Cheap checks before the extrinsic enters the pool or a block; reads only.
   * @throws InvalidTransactionError
   */
  validate?(
    context: { readonly state: Storage; readonly block: number; readonly who: Uint8Array },
    args: StructValue<F>,
  ): void
  /** @throws ModuleError or DispatchFaultError; the executive then rolls everything back except fee and nonce. */
  dispatch(context: DispatchContext, args: StructValue<F>): void
}
// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
export type AnyCall = CallDef<any>

/** Describes one dispatchable. The keys of `args` are the names on chain. */
export const defineCall = <const F extends Shape>(call: CallDef<F>): CallDef<F> => call
