import type { Trie } from '../../../shared/trie/trie.ts'
import { triePut } from '../../../shared/trie/trie.ts'
import type { ChainDb } from './chain-db.ts'
import { type BaseState, trieState } from './overlay.ts'

/** The state after any block: recent ones as tries in memory, older ones from the database. */
export interface StateHistory {
  /** The state after block `number`, which must exist. */
  at(number: number): BaseState
  /** Remembers the trie of the new head. */
  push(number: number, trie: Trie): void
}

/**
 * Clients ask for blocks at or just behind the head. Tries share all but what a block changed, so keeping this many
 * costs the nodes of their changes only.
 */
const RECENT_BLOCKS = 64

export function createStateHistory(db: ChainDb): StateHistory {
  const recent = new Map<number, BaseState>()
  return {
    at: (number) => recent.get(number) ?? storedState(db, number),
    push(number, trie) {
      recent.set(number, trieState(trie))
      recent.delete(number - RECENT_BLOCKS)
    },
  }
}

/** Reads key by key from the database; the whole trie is built only if somebody asks for a root. */
function storedState(db: ChainDb, number: number): BaseState {
  let trie: { readonly root: Trie } | undefined
  return {
    get: (path) => db.valueAt(number, path),
    next: (path) => db.nextAt(number, path),
    trie() {
      trie ??= { root: loadTrie(db, number) }
      return trie.root
    },
  }
}

/** Trie of the state after a block, from all its entries. */
export function loadTrie(db: ChainDb, number: number): Trie {
  let trie: Trie
  for (const { path, value, stateVersion } of db.entriesAt(number))
    if (value !== undefined) trie = triePut(trie, path, value, stateVersion)
  return trie
}
