import { equalBytes } from '../../shared/bytes.ts'
import { orderedRoot } from '../../shared/trie/ordered-root.ts'
import { RuntimePanic, type Storage } from '../interface.ts'
import { applyImported } from './apply.ts'
import { collectEvents } from './event-record.ts'
import { beginExecution } from './execution.ts'
import type { Header } from './header.ts'
import { BLOCK_WEIGHTS } from './limits.ts'
import { BLOCK_HASH_COUNT } from './system/constants.ts'
import { storage } from './system/storage.ts'
import type { RuntimeTables } from './tables.ts'

/** Begins a block: 1 forgets the last one's traces, 2 notes where it stands, 3 runs the pallets' hooks. */
export function initializeBlock(tables: RuntimeTables, state: Storage, header: Header): void {
  storage.EventCount.remove(state)
  storage.InherentsApplied.remove(state)
  state.delete(tables.eventStorage.Events.prefix)

  storage.Number.put(state, [], header.number)
  storage.ParentHash.put(state, [], header.parent_hash)
  storage.BlockHash.put(state, [header.number - 1], header.parent_hash)
  const logs = header.digest.logs.filter((log) => log.tag === 'PreRuntime')
  storage.Digest.put(state, [], { logs })
  const none = { ref_time: 0n, proof_size: 0n }
  storage.BlockWeight.put(state, [], { normal: none, operational: none, mandatory: BLOCK_WEIGHTS.base_block })
  noteRuntime(tables, state)

  storage.ExecutionPhase.put(state, [], { tag: 'Initialization' })
  const execution = beginExecution(tables, state, header.number, { tag: 'Initialization' })
  for (const pallet of tables.pallets) pallet.hooks?.onInitialize?.(execution.context)
  execution.finish()
  storage.ExecutionPhase.put(state, [], { tag: 'ApplyExtrinsic', value: [0] })
}

/** Ends the block: runs the pallets' hooks, clears what lived for this block only, and states the result. */
export function finalizeBlock(tables: RuntimeTables, state: Storage): Header {
  const number = storage.Number.get(state)
  storage.ExecutionPhase.put(state, [], { tag: 'Finalization' })
  const execution = beginExecution(tables, state, number, { tag: 'Finalization' })
  for (const pallet of tables.pallets) pallet.hooks?.onFinalize?.(execution.context)
  execution.finish()
  collectEvents(state, tables.eventStorage)

  const extrinsics: Uint8Array[] = []
  for (let index = 0; index < (storage.ExtrinsicCount.get(state) ?? 0); index++) {
    extrinsics.push(storage.ExtrinsicData.get(state, index))
    storage.ExtrinsicData.remove(state, index)
  }
  storage.ExtrinsicCount.remove(state)
  storage.AllExtrinsicsLen.remove(state)
  storage.ExecutionPhase.remove(state)
  // The hash of genesis stays: extrinsics sign it.
  const forgotten = number - BLOCK_HASH_COUNT - 1
  if (forgotten > 0) storage.BlockHash.remove(state, forgotten)

  const { system_version: systemVersion } = tables.version
  return {
    parent_hash: storage.ParentHash.get(state),
    number,
    state_root: state.root(systemVersion === 0 ? 0 : 1),
    extrinsics_root: orderedRoot(extrinsics, systemVersion >= 2 ? 1 : 0),
    digest: storage.Digest.get(state),
  }
}

/** Runs a whole block made elsewhere. @throws RuntimePanic when it does not end where its header says. */
export function executeBlock(
  tables: RuntimeTables,
  state: Storage,
  header: Header,
  extrinsics: readonly Uint8Array[],
): void {
  initializeBlock(tables, state, header)
  for (const extrinsic of extrinsics) applyImported(tables, state, extrinsic)
  const result = finalizeBlock(tables, state)
  if (!equalBytes(result.extrinsics_root, header.extrinsics_root))
    throw new RuntimePanic('Transaction trie root must be valid.')
  if (!equalBytes(result.state_root, header.state_root))
    throw new RuntimePanic('Storage root must match that calculated.')
}

function noteRuntime({ version }: RuntimeTables, state: Storage): void {
  const last = storage.LastRuntimeUpgrade.get(state)
  if (last?.spec_version === version.spec_version && last.spec_name === version.spec_name) return
  storage.LastRuntimeUpgrade.put(state, [], { spec_version: version.spec_version, spec_name: version.spec_name })
}
