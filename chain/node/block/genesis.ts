import { utf8 } from '../../../shared/bytes.ts'
import { AppError } from '../../../shared/errors.ts'
import { rootHash, type StateVersion } from '../../../shared/trie/trie-node.ts'
import type { Storage } from '../../interface.ts'
import type { BlockRecord } from '../storage/chain-db.ts'
import { createOverlay, type FinishedState, type Overlay, trieState } from '../storage/overlay.ts'
import { encodeExtrinsics } from './extrinsics.ts'
import { encodeHeader, headerHash, ZERO_HASH } from './header.ts'

/** Writes the state that a chain begins with, the runtime's code at `:code` among it. */
export type Genesis = (storage: Storage) => void

/**
 * Block 0 of a chain.
 * @param readStateVersion of the runtime in a state.
 * @throws AppError `no-code` when genesis leaves `:code` empty; clients read it to tell runtimes apart.
 */
export function buildGenesis(
  genesis: Genesis,
  readStateVersion: (storage: Overlay) => StateVersion,
): { readonly block: BlockRecord; readonly state: FinishedState } {
  const overlay = createOverlay(trieState(undefined))
  overlay.transact(() => genesis(overlay))
  if (overlay.get(utf8(':code')) === undefined)
    throw new AppError('no-code', 'genesis sets no :code; store the runtime code there, or its name if it has no WASM')
  const state = overlay.finish(readStateVersion(overlay))
  const header = encodeHeader({
    parentHash: ZERO_HASH,
    number: 0,
    stateRoot: state.root,
    extrinsicsRoot: rootHash(undefined),
    digest: [],
  })
  const block = {
    number: 0,
    hash: headerHash(header),
    header,
    body: encodeExtrinsics([]),
    timestampMs: 0,
    isFinal: true,
    changes: state.changes,
  }
  return { block, state }
}
