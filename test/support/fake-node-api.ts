import { RuntimePanic } from '../../chain/interface.ts'
import type { BlockRef, NodeApi, PendingTx, StorageChange, TxStatus } from '../../chain/node/api.ts'
import { encodeHeader, headerHash, ZERO_HASH } from '../../chain/node/block/header.ts'
import { createBroadcast } from '../../chain/node/stream.ts'
import { compareBytes, fromHex, toBareHex, toHex } from '../../shared/bytes.ts'
import { blake2b256 } from '../../shared/crypto/hashes.ts'
import { AppError } from '../../shared/errors.ts'
import { type Trie, triePut } from '../../shared/trie/trie.ts'
import { closestMerkleValue, trieProof } from '../../shared/trie/trie-proof.ts'

/** Storage as hex; `null` deletes. */
export type FakeWrites = Readonly<Record<string, string | null>>

interface FakeBlock extends BlockRef {
  readonly header: Uint8Array
  readonly body: readonly Uint8Array[]
  /** Hex key → value after the block. */
  readonly state: ReadonlyMap<string, Uint8Array>
  readonly changes: readonly StorageChange[]
}

const sortedKeys = (state: ReadonlyMap<string, Uint8Array>): readonly Uint8Array[] =>
  [...state.keys()].map((key) => fromHex(key)).sort(compareBytes)

/** A chain in memory whose blocks, runtime answers and pool a test writes by hand. */
export class FakeNodeApi implements NodeApi {
  readonly #blocks: FakeBlock[] = []
  readonly #byHash = new Map<string, FakeBlock>()
  readonly #heads = createBroadcast<BlockRef>()
  readonly #finals = createBroadcast<BlockRef>()
  #finalNumber = 0

  /** Runtime APIs by name; others panic as "not found". */
  readonly runtime = new Map<string, (input: Uint8Array, at: Uint8Array) => Uint8Array>()
  /** What the pool says to an extrinsic; the default accepts. */
  verdict: (extrinsic: Uint8Array) => void = () => {}
  /** Statuses that `watch` yields. */
  statuses: AsyncIterable<TxStatus> | Iterable<TxStatus> = []
  pendingTxs: PendingTx[] = []
  readonly submitted: Uint8Array[] = []

  constructor(genesis: FakeWrites = {}) {
    this.#seal({}, genesis, [])
  }

  get genesisHash(): Uint8Array {
    return this.#at(0).hash
  }

  #at(number: number): FakeBlock {
    const block = this.#blocks[number]
    if (block === undefined) throw new Error(`fake chain has no block ${number}`)
    return block
  }

  #known(hash: Uint8Array): FakeBlock {
    const block = this.#byHash.get(toHex(hash))
    if (block === undefined) throw new AppError('unknown-block', 'not on the fake chain', { hash: toHex(hash) })
    return block
  }

  #seal(
    { digest = [] }: { digest?: readonly Uint8Array[] },
    writes: FakeWrites,
    body: readonly Uint8Array[],
  ): FakeBlock {
    const number = this.#blocks.length
    const parent = this.#blocks.at(-1)
    const state = new Map(parent?.state)
    for (const [key, value] of Object.entries(writes))
      if (value === null) state.delete(key)
      else state.set(key, fromHex(value))
    const changes = Object.keys(writes)
      .map((key) => ({ key: fromHex(key), value: state.get(key) }))
      .sort((a, b) => compareBytes(a.key, b.key))
    const header = encodeHeader({
      parentHash: parent?.hash ?? ZERO_HASH,
      number,
      stateRoot: new Uint8Array(32).fill(number % 256),
      extrinsicsRoot: new Uint8Array(32).fill(7),
      digest,
    })
    const block: FakeBlock = { number, hash: headerHash(header), header, body, state, changes }
    this.#blocks.push(block)
    this.#byHash.set(toHex(block.hash), block)
    return block
  }

  /** Adds a block and tells everyone; final at once unless told otherwise. */
  addBlock(
    writes: FakeWrites = {},
    options: { body?: readonly Uint8Array[]; digest?: readonly Uint8Array[]; finalize?: boolean } = {},
  ): BlockRef {
    const { number, hash } = this.#seal(options, writes, options.body ?? [])
    this.#heads.publish({ number, hash })
    if (options.finalize !== false) this.finalize(hash)
    return { number, hash }
  }

  head(): BlockRef {
    const { number, hash } = this.#at(this.#blocks.length - 1)
    return { number, hash }
  }

  finalized(): BlockRef {
    const { number, hash } = this.#at(this.#finalNumber)
    return { number, hash }
  }

  hashAt(number: number): Uint8Array | undefined {
    return this.#blocks[number]?.hash
  }

  header(hash: Uint8Array): Uint8Array | undefined {
    return this.#byHash.get(toHex(hash))?.header
  }

  body(hash: Uint8Array): readonly Uint8Array[] | undefined {
    return this.#byHash.get(toHex(hash))?.body
  }

  query(at: Uint8Array, method: string, input: Uint8Array): Uint8Array {
    this.#known(at)
    const run = this.runtime.get(method)
    if (run === undefined) throw new RuntimePanic(`Exported method ${method} is not found`)
    return run(input, at)
  }

  dryRun(at: Uint8Array, extrinsic: Uint8Array): Uint8Array {
    return this.query(at, 'BlockBuilder_apply_extrinsic', extrinsic)
  }

  state(at: Uint8Array) {
    const { state } = this.#known(at)
    const keys = sortedKeys(state)
    return {
      get: (key: Uint8Array) => state.get(toHex(key)),
      nextKey: (key: Uint8Array) => keys.find((other) => compareBytes(other, key) > 0),
    }
  }

  #trie(at: Uint8Array): Trie {
    return [...this.#known(at).state].reduce<Trie>(
      (trie, [key, value]) => triePut(trie, key.slice(2), value, 1),
      undefined,
    )
  }

  readProof(at: Uint8Array, keys: readonly Uint8Array[]): readonly Uint8Array[] {
    return trieProof(this.#trie(at), keys.map(toBareHex))
  }

  merkleValue(at: Uint8Array, key: Uint8Array): Uint8Array | undefined {
    return closestMerkleValue(this.#trie(at), toBareHex(key))
  }

  changes(hash: Uint8Array): readonly StorageChange[] {
    return this.#known(hash).changes
  }

  heads(signal: AbortSignal): AsyncIterable<BlockRef> {
    return this.#heads.subscribe(signal)
  }

  finalizedHeads(signal: AbortSignal): AsyncIterable<BlockRef> {
    return this.#finals.subscribe(signal)
  }

  async submit(extrinsic: Uint8Array): Promise<Uint8Array> {
    this.verdict(extrinsic)
    this.submitted.push(extrinsic)
    return blake2b256(extrinsic)
  }

  async watch(extrinsic: Uint8Array, signal: AbortSignal): Promise<AsyncIterable<TxStatus>> {
    await this.submit(extrinsic)
    const { statuses } = this
    return (async function* () {
      for await (const status of statuses) {
        if (signal.aborted) return
        yield status
      }
    })()
  }

  pending(): readonly PendingTx[] {
    return this.pendingTxs
  }

  dropPending(hash: Uint8Array): readonly Uint8Array[] {
    const before = this.pendingTxs
    this.pendingTxs = before.filter((tx) => toHex(tx.hash) !== toHex(hash))
    return before.length === this.pendingTxs.length ? [] : [hash]
  }

  async createBlock({ createEmpty, finalize }: { createEmpty: boolean; finalize: boolean }): Promise<BlockRef> {
    const ready = this.pendingTxs.filter(({ isReady }) => isReady)
    if (!createEmpty && ready.length === 0) throw new AppError('empty-pool', 'no extrinsic is ready')
    this.pendingTxs = this.pendingTxs.filter(({ isReady }) => !isReady)
    return this.addBlock({}, { body: ready.map(({ extrinsic }) => extrinsic), finalize })
  }

  finalize(hash: Uint8Array): void {
    const { number } = this.#known(hash)
    while (this.#finalNumber < number) {
      this.#finalNumber += 1
      const block = this.#at(this.#finalNumber)
      this.#finals.publish({ number: block.number, hash: block.hash })
    }
  }

  /** Ends all streams, as a node does that closes. */
  close(): void {
    this.#heads.close()
    this.#finals.close()
  }
}
