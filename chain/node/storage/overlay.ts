import { fromHex } from '../../../shared/bytes.ts'
import { AppError } from '../../../shared/errors.ts'
import { pathOf } from '../../../shared/trie/path.ts'
import { type Trie, trieGet, trieHolds, trieIsHashed, trieNext, triePut } from '../../../shared/trie/trie.ts'
import { type TrieEdit, trieEdit } from '../../../shared/trie/trie-edit.ts'
import { rootHash, type StateVersion } from '../../../shared/trie/trie-node.ts'
import { RuntimePanic, type Storage } from '../../interface.ts'

/** The state that an overlay writes over; paths are hex texts of keys (see `shared/trie/trie-node.ts`). Never changes. */
export interface BaseState {
  get(path: string): Uint8Array | undefined
  /** Smallest path strictly greater than `path`. */
  next(path: string): string | undefined
  /** The whole state as a trie; only `root` and `finish` need it. */
  trie(): Trie
}

/** A state held as a trie. */
export const trieState = (trie: Trie): BaseState => ({
  get: (path) => trieGet(trie, path),
  next: (path) => trieNext(trie, path),
  trie: () => trie,
})

/** A key whose value differs from the base. */
export type PathChange = TrieEdit

/** What a finished overlay amounts to. */
export interface FinishedState {
  readonly root: Uint8Array
  readonly trie: Trie
  /** In key order. */
  readonly changes: readonly PathChange[]
}

/** Writes over a base state with nested transactions. Throwing it away undoes everything. */
export interface Overlay extends Storage {
  /**
   * Runs `work` in a transaction that `work` itself cannot close: undone when it throws or when `keep` refuses the
   * result. What `work` leaves open is undone with it.
   * @throws RuntimePanic when `work` leaves transactions open or closes more than it opened.
   */
  transact<T>(work: () => T, keep?: (result: T) => boolean): T
  /** Result of all writes. @throws AppError `open-transaction` when a transaction is still open. */
  finish(version: StateVersion): FinishedState
}

const byPath = (a: PathChange, b: PathChange): number => (a.path < b.path ? -1 : 1)

const NOTHING = new Uint8Array(0)

interface Undo {
  readonly path: string
  readonly wasWritten: boolean
  readonly before: Uint8Array | undefined
}

/**
 * One map of changes with an undo journal: a transaction costs O(its writes), however large the state. The trie is
 * edited only when a root is asked for, with the keys written since the last time.
 */
export function createOverlay(base: BaseState): Overlay {
  const changes = new Map<string, Uint8Array | undefined>()
  const journal: Undo[] = []
  const marks: number[] = []
  /** Transactions below belong to the node; the runtime may not close them. */
  let floor = 0
  // Written paths as an ordered index, made at the first `nextKey`. Rollbacks leave paths behind; reads skip them.
  let index: Trie
  const unindexed = new Set<string>()
  let trie: Trie
  let trieVersion: StateVersion | undefined
  const untried = new Set<string>()
  let differing: readonly PathChange[] | undefined

  const write = (path: string, value: Uint8Array | undefined): void => {
    if (marks.length > 0) journal.push({ path, wasWritten: changes.has(path), before: changes.get(path) })
    changes.set(path, value)
    untried.add(path)
    unindexed.add(path)
  }

  const closeTransaction = (): number => {
    const mark = marks.length > floor ? marks.pop() : undefined
    if (mark === undefined) throw new RuntimePanic('no storage transaction is open; begin one before closing it')
    return mark
  }

  const commit = (): void => {
    closeTransaction()
    if (marks.length === 0) journal.length = 0
  }

  const rollback = (): void => {
    const mark = closeTransaction()
    for (const undo of journal.splice(mark).reverse()) {
      if (undo.wasWritten) changes.set(undo.path, undo.before)
      else changes.delete(undo.path)
      untried.add(undo.path)
    }
  }

  /** Smallest written path after `path` that holds a value. */
  const nextWritten = (path: string): string | undefined => {
    for (const written of unindexed) index = triePut(index, written, NOTHING, 0)
    unindexed.clear()
    let next = trieNext(index, path)
    while (next !== undefined && changes.get(next) === undefined) next = trieNext(index, next)
    return next
  }

  const nextUnwritten = (path: string): string | undefined => {
    let next = base.next(path)
    while (next !== undefined && changes.has(next)) next = base.next(next)
    return next
  }

  const updateTrie = (version: StateVersion): Trie => {
    // Substrate encodes every change by the version of the call that asks; so does a root by another version here.
    const isFresh = trieVersion !== version
    const edits = Array.from(isFresh ? changes.keys() : untried, (path): PathChange => {
      if (changes.has(path)) return { path, value: changes.get(path), stateVersion: version }
      // A rolled-back key takes the form it had in the base, which an older state version may have written.
      return { path, value: base.get(path), stateVersion: trieIsHashed(base.trie(), path) ? 1 : 0 }
    }).sort(byPath)
    const changed: PathChange[] = []
    trie = trieEdit(isFresh ? base.trie() : trie, edits, (edit) => changed.push(edit))
    // What changed against the base is known as long as no later edit comes on top.
    if (isFresh) differing = changed
    else if (edits.length > 0) differing = undefined
    trieVersion = version
    untried.clear()
    return trie
  }

  const differences = (version: StateVersion): readonly PathChange[] => {
    const before = base.trie()
    return [...changes]
      .filter(([path, value]) =>
        value === undefined ? trieGet(before, path) !== undefined : !trieHolds(before, path, value, version),
      )
      .map(([path, value]) => ({ path, value, stateVersion: version }))
      .sort(byPath)
  }

  return {
    get(key) {
      const path = pathOf(key)
      return changes.has(path) ? changes.get(path) : base.get(path)
    },
    // Copied: the runtime may hand out a view of memory that it goes on writing to.
    set: (key, value) => write(pathOf(key), value.slice()),
    delete: (key) => write(pathOf(key), undefined),
    nextKey(key) {
      const path = pathOf(key)
      const unwritten = nextUnwritten(path)
      const written = changes.size === 0 ? undefined : nextWritten(path)
      const next = unwritten === undefined || (written !== undefined && written < unwritten) ? written : unwritten
      return next === undefined ? undefined : fromHex(next)
    },
    begin: () => {
      marks.push(journal.length)
    },
    commit,
    rollback,
    transact(work, keep = () => true) {
      const outerFloor = floor
      marks.push(journal.length)
      floor = marks.length
      let isKept = false
      try {
        const result = work()
        const open = marks.length - floor
        if (open > 0) throw new RuntimePanic(`the runtime left ${open} storage transactions open`)
        isKept = keep(result)
        return result
      } finally {
        while (marks.length > floor) rollback()
        floor = outerFloor
        if (isKept) commit()
        else rollback()
      }
    },
    root: (version) => rootHash(updateTrie(version)),
    finish(version) {
      if (marks.length > 0)
        throw new AppError('open-transaction', `${marks.length} storage transactions are open; close them to finish`)
      const finished = updateTrie(version)
      return { root: rootHash(finished), trie: finished, changes: differing ?? differences(version) }
    },
  }
}
