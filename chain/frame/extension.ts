import type { ScaleType } from '../../shared/scale/type.ts'
import type { Storage } from '../interface.ts'
import type { AnyCall, BlockContext, RuntimeCall } from './call.ts'
import type { DispatchInfo } from './dispatch-info.ts'
import type { ValidTransaction } from './validity.ts'
import type { RuntimeVersion } from './version.ts'

/** What an extension may read. */
export interface ExtensionContext {
  readonly state: Storage
  /** Number of the block the extrinsic is in, or would be in. */
  readonly block: number
  readonly version: RuntimeVersion
  /** Hash of an earlier block; `undefined` when it is unknown or forgotten. */
  blockHash(number: number): Uint8Array | undefined
}

/** A signed extrinsic whose signature was verified. */
export interface SignedExtrinsic {
  readonly who: Uint8Array
  readonly call: RuntimeCall
  readonly def: AnyCall
  readonly info: DispatchInfo
  /** Bytes of the whole extrinsic, its length prefix included. */
  readonly length: number
}

export interface PostDispatch {
  readonly isOk: boolean
  /** False when the call gave the fee back. */
  readonly paysFee: boolean
}

/**
 * A check that every signed extrinsic passes, with data of its own in the extrinsic (`extra`) and data that is signed
 * but not sent, because chain and signer both know it (`implicit`).
 */
export interface TransactionExtension<E, A, P> {
  /** Clients recognise extensions by this name. */
  readonly identifier: string
  readonly extra: ScaleType<E>
  readonly additional: ScaleType<A>
  /** @throws ValidityError */
  implicit(context: ExtensionContext, extra: E): A
  /** Reads only. @returns how the pool may order the extrinsic. @throws ValidityError or InvalidTransactionError */
  validate?(context: ExtensionContext, signed: SignedExtrinsic, extra: E): Partial<ValidTransaction> | undefined
  /** Runs in the block before dispatch; what it writes stays even if the dispatch fails. @throws ValidityError */
  prepare?(context: ExtensionContext & BlockContext, signed: SignedExtrinsic, extra: E): P
  /** Runs after the dispatch, with what `prepare` returned. */
  postDispatch?(context: BlockContext, signed: SignedExtrinsic, prepared: P, post: PostDispatch): void
  /** What the sender pays on top of the fee, rao. */
  tip?(extra: E): bigint
}
// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
export type AnyExtension = TransactionExtension<any, any, any>

export const defineExtension = <E, A, P = undefined>(
  extension: TransactionExtension<E, A, P>,
): TransactionExtension<E, A, P> => extension
