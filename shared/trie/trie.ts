import { equalBytes } from '../bytes.ts'
import { digitAt, hashesValue, type StateVersion, type TrieNode } from './trie-node.ts'

/**
 * A persistent trie: every edit returns a new root and copies only the nodes on the path, so the state of each block is
 * one reference and the next root costs O(changes). It is also the ordered key index. `undefined` is the empty trie.
 */
export type Trie = TrieNode | undefined

const HEX = '0123456789abcdef'
const NO_CHILDREN: readonly undefined[] = Array.from({ length: 16 }, () => undefined)

const leaf = (partial: string, value: Uint8Array, version: StateVersion): TrieNode => ({
  partial,
  value,
  isHashed: hashesValue(value, version),
  children: undefined,
  merkle: undefined,
})

/** The node with a value at a path, or `undefined` where there is none. */
function find(trie: Trie, path: string): TrieNode | undefined {
  let node = trie
  let at = 0
  while (node !== undefined && path.startsWith(node.partial, at)) {
    at += node.partial.length
    if (at === path.length) return node
    node = node.children?.[digitAt(path, at)]
    at += 1
  }
  return undefined
}

/** Value at a path. The array is the stored one: do not write to it. */
export const trieGet = (trie: Trie, path: string): Uint8Array | undefined => find(trie, path)?.value

/** True when the value at a path stands in its node as a hash. */
export const trieIsHashed = (trie: Trie, path: string): boolean => find(trie, path)?.isHashed === true

/** Whether putting a value would change nothing; a put makes every node above it be hashed again. */
export function trieHolds(trie: Trie, path: string, value: Uint8Array, version: StateVersion): boolean {
  const node = find(trie, path)
  if (node?.value === undefined || node.isHashed !== hashesValue(value, version)) return false
  return node.value === value || equalBytes(node.value, value)
}

function commonLength(a: string, b: string): number {
  const end = Math.min(a.length, b.length)
  let index = 0
  while (index < end && a.charCodeAt(index) === b.charCodeAt(index)) index += 1
  return index
}

function withChild(node: TrieNode, digit: number, child: TrieNode | undefined): TrieNode {
  const children = (node.children ?? NO_CHILDREN).slice()
  children[digit] = child
  return { partial: node.partial, value: node.value, isHashed: node.isHashed, children, merkle: undefined }
}

/** The trie with a value at a path, encoded by the rule of a state version. */
export function triePut(trie: Trie, path: string, value: Uint8Array, version: StateVersion): TrieNode {
  if (trie === undefined) return leaf(path, value, version)
  const { partial } = trie
  const common = commonLength(partial, path)
  if (common === partial.length) {
    if (common === path.length) {
      return { partial, value, isHashed: hashesValue(value, version), children: trie.children, merkle: undefined }
    }
    const digit = digitAt(path, common)
    return withChild(trie, digit, triePut(trie.children?.[digit], path.slice(common + 1), value, version))
  }
  const children: (TrieNode | undefined)[] = NO_CHILDREN.slice()
  children[digitAt(partial, common)] = { ...trie, partial: partial.slice(common + 1), merkle: undefined }
  if (common === path.length) {
    return { partial: path, value, isHashed: hashesValue(value, version), children, merkle: undefined }
  }
  children[digitAt(path, common)] = leaf(path.slice(common + 1), value, version)
  return { partial: path.slice(0, common), value: undefined, isHashed: false, children, merkle: undefined }
}

/** Brings a branch that lost a child or its value back to the one canonical form. */
function normalise(node: TrieNode): Trie {
  const { children = [] } = node
  let only = -1
  for (let digit = 0; digit < children.length; digit++) {
    if (children[digit] === undefined) continue
    if (only >= 0) return node
    only = digit
  }
  const child = node.children?.[only]
  if (child === undefined) return node.value === undefined ? undefined : { ...node, children: undefined }
  if (node.value !== undefined) return node
  return { ...child, partial: `${node.partial}${HEX[only]}${child.partial}`, merkle: undefined }
}

/** A node with other children in its sixteen slots, which are the caller's no longer. */
export function withChildren(node: TrieNode, children: readonly (TrieNode | undefined)[]): Trie {
  const { partial, value, isHashed } = node
  return normalise({ partial, value, isHashed, children, merkle: undefined })
}

/** The trie without the value at a path; the same trie when there is none. */
export function trieDelete(trie: Trie, path: string): Trie {
  if (trie === undefined || !path.startsWith(trie.partial)) return trie
  const at = trie.partial.length
  if (at === path.length) {
    if (trie.value === undefined) return trie
    return normalise({ ...trie, value: undefined, isHashed: false, merkle: undefined })
  }
  const digit = digitAt(path, at)
  const child = trie.children?.[digit]
  const rest = trieDelete(child, path.slice(at + 1))
  return rest === child ? trie : normalise(withChild(trie, digit, rest))
}

/** Path of the first value among the children from digit `from` on. */
function firstChild(node: TrieNode, path: string, from: number): string | undefined {
  if (node.children === undefined) return undefined
  for (let digit = from; digit < 16; digit += 1) {
    const child = node.children[digit]
    if (child === undefined) continue
    const below = `${path}${HEX[digit]}${child.partial}`
    return child.value === undefined ? firstChild(child, below, 0) : below
  }
  return undefined
}

/** Smallest path with a value strictly greater than `path`. */
export function trieNext(trie: Trie, path: string, prefix = ''): string | undefined {
  if (trie === undefined) return undefined
  const here = prefix + trie.partial
  if (path.startsWith(here)) {
    if (path.length === here.length) return firstChild(trie, here, 0)
    const digit = digitAt(path, here.length)
    return trieNext(trie.children?.[digit], path, here + HEX[digit]) ?? firstChild(trie, here, digit + 1)
  }
  // Not an ancestor of `path`: the whole subtree lies on one side of it.
  if (here < path) return undefined
  return trie.value === undefined ? firstChild(trie, here, 0) : here
}
