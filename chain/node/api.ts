import type { Storage } from '../interface.ts'

/** A block by number and hash (blake2-256 of its SCALE header). */
export interface BlockRef {
  readonly number: number
  readonly hash: Uint8Array
}

/**
 * Where an extrinsic stands in its life. `finalized`, `usurped`, `dropped` and `invalid` are the last of a stream.
 * - `future`: waits for a tag that no known extrinsic provides, usually an earlier nonce.
 * - `ready`: may go into the next block.
 * - `inBlock`, `finalized`: included in `block` as extrinsic number `index`; the block can already be read.
 * - `usurped`: replaced by the extrinsic `by`, which provides the same tag with a higher priority.
 * - `dropped`: removed without a verdict: pool full, no longer waited for, or the node closes.
 * - `invalid`: the runtime no longer accepts it, or panicked on it.
 */
export type TxStatus =
  | { readonly tag: 'future' | 'ready' | 'dropped' | 'invalid' }
  | { readonly tag: 'inBlock' | 'finalized'; readonly block: BlockRef; readonly index: number }
  | { readonly tag: 'usurped'; readonly by: Uint8Array }

/** An extrinsic that waits in the pool. */
export interface PendingTx {
  readonly hash: Uint8Array
  /** With its compact length prefix, as submitted. */
  readonly extrinsic: Uint8Array
  readonly isReady: boolean
  /**
   * Tags as the runtime reported them. FRAME's CheckNonce gives `account (32 bytes) ‖ u32 LE nonce`; the next index of
   * an account is its nonce in state, counted up while a pending extrinsic provides that tag.
   */
  readonly provides: readonly Uint8Array[]
}

/** One storage key that a block wrote and what it holds since; `undefined` when deleted. */
export interface StorageChange {
  readonly key: Uint8Array
  readonly value: Uint8Array | undefined
}

/** Read-only state of one block. Stays valid after later blocks. */
export type StateView = Pick<Storage, 'get' | 'nextKey'>

/** Codes of the `AppError`s that a `NodeApi` throws. */
export type NodeErrorCode =
  | 'unknown-block'
  | 'invalid-transaction'
  | 'empty-pool'
  | 'block-failed'
  | 'storage-failed'
  | 'slow-consumer'
  | 'node-closed'

/** What of the chain may be read. Every block of the run can be asked, back to genesis. */
export interface ChainReader {
  readonly genesisHash: Uint8Array
  /** The best block. */
  head(): BlockRef
  /** The last final block. Blocks are final when imported unless made with `finalize: false`. */
  finalized(): BlockRef
  /** `undefined` above the head. */
  hashAt(number: number): Uint8Array | undefined
  /** SCALE header (`block/header.ts` decodes it); `undefined` for an unknown hash. */
  header(hash: Uint8Array): Uint8Array | undefined
  /** Extrinsics in order, each with its compact length prefix; `undefined` for an unknown hash. */
  body(hash: Uint8Array): readonly Uint8Array[] | undefined
  /**
   * Runs a runtime API on the state after a block and throws its writes away.
   * @throws AppError `unknown-block`
   * @throws RuntimePanic as the runtime does: unknown method, malformed input.
   */
  query(at: Uint8Array, method: string, input: Uint8Array): Uint8Array
  /**
   * Begins a block on top of `at`, applies an extrinsic as its first and throws everything away.
   * @returns SCALE `ApplyExtrinsicResult`. @throws AppError `unknown-block`; RuntimePanic when it is malformed.
   */
  dryRun(at: Uint8Array, extrinsic: Uint8Array): Uint8Array
  /** State after a block. @throws AppError `unknown-block` */
  state(at: Uint8Array): StateView
  /** Trie nodes that prove what stands under keys after a block. @throws AppError `unknown-block` */
  readProof(at: Uint8Array, keys: readonly Uint8Array[]): readonly Uint8Array[]
  /**
   * Merkle value of the topmost trie node at or below a key after a block, `undefined` when nothing is there: it changes
   * exactly when something under the key as prefix does. @throws AppError `unknown-block`
   */
  merkleValue(at: Uint8Array, key: Uint8Array): Uint8Array | undefined
  /** Keys that a block changed against its parent, in key order. @throws AppError `unknown-block` */
  changes(hash: Uint8Array): readonly StorageChange[]
  /**
   * Every block imported from now on, in order, each once readable. Ends when the signal aborts or the node closes.
   * A consumer that lags more than 8192 blocks gets AppError `slow-consumer`: nothing is skipped silently.
   */
  heads(signal: AbortSignal): AsyncIterable<BlockRef>
  /** Like `heads`, for final blocks. */
  finalizedHeads(signal: AbortSignal): AsyncIterable<BlockRef>
}

/** What may be asked of the transaction pool. */
export interface PoolApi {
  /**
   * Validates an extrinsic on the head's state and puts it into the pool.
   * @returns its hash, blake2-256 of all bytes.
   * @throws AppError `invalid-transaction` with context `{ code, text, data? }`: JSON-RPC code (1001, 1002, 1010 to
   * 1016), message and data (string) for the client.
   */
  submit(extrinsic: Uint8Array): Promise<Uint8Array>
  /**
   * Submits and then yields every status from `future` or `ready` to the last. Abort to stop watching; the extrinsic
   * stays in the pool. @throws AppError `invalid-transaction` as `submit`, before anything is yielded.
   */
  watch(extrinsic: Uint8Array, signal: AbortSignal): Promise<AsyncIterable<TxStatus>>
  /** Ready ones in the order in which they would go into a block, then those that wait for a tag. */
  pending(): readonly PendingTx[]
  /** Takes an extrinsic and everything that depends on it out of the pool and bans it for a while; the hashes removed. */
  dropPending(hash: Uint8Array): readonly Uint8Array[]
}

/** What RPC may ask of the node; nothing here names a pallet. */
export interface NodeApi extends ChainReader, PoolApi {
  /**
   * Seals a block now, whatever the sealing mode. `createEmpty` false refuses when no extrinsic is ready; with
   * `finalize` false the block becomes final with `finalize` or with the next final block.
   * @throws AppError `empty-pool`, `block-failed` when the runtime fails, `storage-failed` when the disk does.
   */
  createBlock(options: { readonly createEmpty: boolean; readonly finalize: boolean }): Promise<BlockRef>
  /** Makes a block and its ancestors final; no effect if they are. @throws AppError `unknown-block` */
  finalize(hash: Uint8Array): void
}
