/**
 * Node ↔ runtime: Substrate's own boundary. The node sees only method names, SCALE bytes and storage, so the same node
 * runs our TypeScript runtime and a compiled WASM runtime. This file imports nothing.
 */
export interface Runtime {
  /**
   * Runs one runtime entry point, for example `Core_initialize_block`.
   * Dispatch failures are SCALE inside the result; only a panic throws.
   * The caller opens and commits or rolls back the storage transaction around the call.
   * @throws RuntimePanic when the method is unknown (`message` is "Exported method X is not found") or its input is malformed.
   */
  call(method: string, input: Uint8Array, storage: Storage): Uint8Array
}

/** Externalities. Synchronous, because WASM host functions are. Keys are raw bytes in lexicographic order. */
export interface Storage {
  get(key: Uint8Array): Uint8Array | undefined
  set(key: Uint8Array, value: Uint8Array): void
  delete(key: Uint8Array): void
  /** Smallest key strictly greater than `key`, or `undefined` at the end. */
  nextKey(key: Uint8Array): Uint8Array | undefined
  /** Opens a nested transaction. */
  begin(): void
  commit(): void
  rollback(): void
  /** Trie root of the current state; the runtime asks for it in `BlockBuilder_finalize_block`. */
  root(stateVersion: 0 | 1): Uint8Array
}

/** The reading half: enough for everything that only looks. */
export type ReadableStorage = Pick<Storage, 'get' | 'nextKey'>

/** What a runtime throws instead of trapping; the node turns it into an RPC error or drops the extrinsic. */
export class RuntimePanic extends Error {
  override readonly name = 'RuntimePanic'
}
