import { type Trie, trieDelete, trieHolds, triePut, withChildren } from './trie.ts'
import { digitAt, type StateVersion } from './trie-node.ts'

/** A value to put at a path, or `undefined` to delete what is there. */
export interface TrieEdit {
  readonly path: string
  readonly value: Uint8Array | undefined
  /** By its rule a value is encoded. */
  readonly stateVersion: StateVersion
}

/**
 * The trie after all edits, whose paths are different and in order. A node above many of them is copied once and not
 * once for each, and a subtree in which nothing changes stays the same object.
 * @param onChange hears of the edits that changed something, in order.
 */
export const trieEdit = (trie: Trie, edits: readonly TrieEdit[], onChange: (edit: TrieEdit) => void): Trie =>
  editBelow(trie, { edits, from: 0, to: edits.length, depth: 0 }, onChange)

/** Edits that share their first `depth` digits, which lead to a node. */
interface Stretch {
  readonly edits: readonly TrieEdit[]
  readonly from: number
  readonly to: number
  readonly depth: number
}

function editBelow(trie: Trie, stretch: Stretch, onChange: (edit: TrieEdit) => void): Trie {
  const { edits, from, to, depth } = stretch
  const first = edits[from]
  const last = edits[to - 1]
  if (trie === undefined || trie.children === undefined || first === undefined || last === undefined)
    return editEach(trie, stretch, onChange)
  // What first and last of an ordered stretch begin with, all of it does.
  const { partial } = trie
  const at = depth + partial.length
  if (!first.path.startsWith(partial, depth) || !last.path.startsWith(partial, depth) || first.path.length === at)
    return editEach(trie, stretch, onChange)
  let children: Trie[] | undefined
  for (let start = from; start < to; ) {
    const digit = digitAt(edits[start]?.path ?? '', at)
    let end = start + 1
    while (end < to && digitAt(edits[end]?.path ?? '', at) === digit) end++
    const child = trie.children[digit]
    const edited = editBelow(child, { edits, from: start, to: end, depth: at + 1 }, onChange)
    if (edited !== child) {
      children ??= trie.children.slice()
      children[digit] = edited
    }
    start = end
  }
  return children === undefined ? trie : withChildren(trie, children)
}

/** One edit after the other, where the paths part from the node's or end in it. */
function editEach(trie: Trie, { edits, from, to, depth }: Stretch, onChange: (edit: TrieEdit) => void): Trie {
  let edited = trie
  for (let i = from; i < to; i++) {
    const edit = edits[i]
    if (edit === undefined) continue
    const { value, stateVersion } = edit
    const path = edit.path.slice(depth)
    const before = edited
    if (value === undefined) edited = trieDelete(edited, path)
    else if (!trieHolds(edited, path, value, stateVersion)) edited = triePut(edited, path, value, stateVersion)
    if (edited !== before) onChange(edit)
  }
  return edited
}
