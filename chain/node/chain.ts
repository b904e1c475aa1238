import { equalBytes, fromHex, toBareHex, toHex } from '../../shared/bytes.ts'
import { AppError } from '../../shared/errors.ts'
import type { StateVersion } from '../../shared/trie/trie-node.ts'
import { rootHash } from '../../shared/trie/trie-node.ts'
import { closestMerkleValue, trieProof } from '../../shared/trie/trie-proof.ts'
import type { Runtime } from '../interface.ts'
import type { BlockRef, ChainReader } from './api.ts'
import type { BuiltBlock } from './block/builder.ts'
import { decodeExtrinsics } from './block/extrinsics.ts'
import { buildGenesis, type Genesis } from './block/genesis.ts'
import { decodeHeader, encodeHeader, ZERO_HASH } from './block/header.ts'
import { createStateVersionReader } from './runtime-version.ts'
import { type ChainDb, openChainDb, type StoredBlock } from './storage/chain-db.ts'
import { createOverlay, type Overlay } from './storage/overlay.ts'
import { createStateHistory, loadTrie } from './storage/state-history.ts'
import { createBroadcast } from './stream.ts'

/** The blocks and their states: one line of blocks, no forks, because one node makes them all. */
export interface Chain extends ChainReader {
  /** Milliseconds since the Unix epoch; 0 for genesis. */
  headTimestampMs(): number
  /** Writes over the head's state, to be kept by `append` or thrown away. */
  overlay(): Overlay
  /** State version of the runtime in a state. */
  stateVersion(storage: Overlay): StateVersion
  /** Stores a block on top of the head; readable and announced when it returns. */
  append(block: BuiltBlock, seal: { readonly timestampMs: number; readonly isFinal: boolean }): BlockRef
  /** Makes a block and its ancestors final; the number up to which they are. @throws AppError `unknown-block` */
  finalize(hash: Uint8Array): number
  close(): void
}

export interface ChainOptions {
  readonly runtime: Runtime
  readonly genesis: Genesis
  readonly basePath: string | undefined
}

/**
 * Opens a chain at its last block, or begins it.
 * @throws AppError `no-code`, `other-genesis`, `damaged-database`, and those of `openDatabase`.
 */
export function openChain({ runtime, genesis, basePath }: ChainOptions): Chain {
  const readStateVersion = createStateVersionReader(runtime)
  const begin = buildGenesis(genesis, readStateVersion)
  const db = openChainDb(basePath)
  try {
    const stored = db.block(0)
    if (stored === undefined) db.append(begin.block)
    else if (!equalBytes(stored.hash, begin.block.hash))
      throw new AppError(
        'other-genesis',
        `${basePath} holds the chain ${toHex(stored.hash)}; this runtime and genesis make ${toHex(begin.block.hash)}. ` +
          'Start with the settings that made it, or give another --base-path',
      )
    const last = db.last() ?? begin.block
    const trie = last.number === 0 ? begin.state.trie : loadTrie(db, last.number)
    if (!equalBytes(rootHash(trie), decodeHeader(last.header).stateRoot))
      throw new AppError(
        'damaged-database',
        `the state of block ${last.number} in ${basePath} does not have the root of its header; give another --base-path`,
      )
    const states = createStateHistory(db)
    states.push(last.number, trie)
    return createChain({ runtime, db, states, genesisHash: begin.block.hash, last, stateVersion: readStateVersion })
  } catch (error) {
    db.close()
    throw error
  }
}

interface ChainParts {
  readonly runtime: Runtime
  readonly db: ChainDb
  readonly states: ReturnType<typeof createStateHistory>
  readonly genesisHash: Uint8Array
  readonly last: StoredBlock
  stateVersion(storage: Overlay): StateVersion
}

const toRef = ({ number, hash }: BlockRef): BlockRef => ({ number, hash })

function createChain({ runtime, db, states, genesisHash, last, stateVersion }: ChainParts): Chain {
  const heads = createBroadcast<BlockRef>()
  const finalizedHeads = createBroadcast<BlockRef>()
  let head = toRef(last)
  let headTimestampMs = last.timestampMs
  let finalized = toRef(db.lastFinal() ?? { number: 0, hash: genesisHash })

  const numberOf = (hash: Uint8Array): number => {
    const number = equalBytes(hash, head.hash) ? head.number : db.numberOf(hash)
    if (number === undefined)
      throw new AppError(
        'unknown-block',
        `UnknownBlock: header ${toHex(hash)} was not found; valid are the hashes of blocks 0 to ${head.number}`,
        { hash: toHex(hash) },
      )
    return number
  }
  const blockOf = (hash: Uint8Array): StoredBlock | undefined => {
    const number = db.numberOf(hash)
    return number === undefined ? undefined : db.block(number)
  }
  const toPath = (key: Uint8Array): string => toBareHex(key)
  const announceFinal = (from: number): void => {
    for (let number = from; number <= finalized.number; number += 1) {
      const block = db.block(number)
      if (block !== undefined) finalizedHeads.publish(toRef(block))
    }
  }

  return {
    genesisHash,
    head: () => head,
    finalized: () => finalized,
    headTimestampMs: () => headTimestampMs,
    hashAt: (number) => (number === head.number ? head.hash : db.block(number)?.hash),
    header: (hash) => blockOf(hash)?.header,
    body(hash) {
      const block = blockOf(hash)
      return block === undefined ? undefined : decodeExtrinsics(block.body)
    },
    query: (at, method, input) => {
      const overlay = createOverlay(states.at(numberOf(at)))
      return runtime.call(method, input, overlay)
    },
    dryRun(at, extrinsic) {
      const number = numberOf(at)
      const overlay = createOverlay(states.at(number))
      const next = { parentHash: at, number: number + 1, stateRoot: ZERO_HASH, extrinsicsRoot: ZERO_HASH, digest: [] }
      runtime.call('Core_initialize_block', encodeHeader(next), overlay)
      return runtime.call('BlockBuilder_apply_extrinsic', extrinsic, overlay)
    },
    state(at) {
      const state = states.at(numberOf(at))
      return {
        get: (key) => state.get(toPath(key)),
        nextKey(key) {
          const next = state.next(toPath(key))
          return next === undefined ? undefined : fromHex(next)
        },
      }
    },
    readProof: (at, keys) => trieProof(states.at(numberOf(at)).trie(), keys.map(toPath)),
    merkleValue: (at, key) => closestMerkleValue(states.at(numberOf(at)).trie(), toPath(key)),
    changes: (hash) => db.changes(numberOf(hash)).map(({ path, value }) => ({ key: fromHex(path), value })),
    heads: (signal) => heads.subscribe(signal),
    finalizedHeads: (signal) => finalizedHeads.subscribe(signal),
    overlay: () => createOverlay(states.at(head.number)),
    stateVersion,
    append({ number, hash, header, body, state }, { timestampMs, isFinal }) {
      const firstFinal = finalized.number + 1
      // Stored first: if that fails, nothing has happened.
      db.append({ number, hash, header, body, timestampMs, isFinal, changes: state.changes })
      states.push(number, state.trie)
      head = { number, hash }
      headTimestampMs = timestampMs
      heads.publish(head)
      if (isFinal) {
        finalized = head
        announceFinal(firstFinal)
      }
      return head
    },
    finalize(hash) {
      const number = numberOf(hash)
      if (number <= finalized.number) return finalized.number
      const firstFinal = finalized.number + 1
      db.finalize(number)
      finalized = { number, hash }
      announceFinal(firstFinal)
      return number
    },
    close() {
      heads.close()
      finalizedHeads.close()
      db.close()
    },
  }
}
