import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { toBareHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { type Trie, trieDelete, trieGet, trieHolds, triePut } from '../../../shared/trie/trie.ts'
import { type TrieEdit, trieEdit } from '../../../shared/trie/trie-edit.ts'
import { rootHash } from '../../../shared/trie/trie-node.ts'

beforeAll(cryptoReady)

/** Keys over few bytes collide, nest and share prefixes often. */
const path = fc
  .array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0xf0, 0xff), { maxLength: 5 })
  .map((bytes) => toBareHex(Uint8Array.from(bytes)))
const value = fc.option(
  fc.oneof(fc.constantFrom(Uint8Array.of(1), new Uint8Array(40)), fc.uint8Array({ maxLength: 40 })),
  { nil: undefined },
)
const edits = fc
  .uniqueArray(fc.record({ path, value, stateVersion: fc.constantFrom(0 as const, 1 as const) }), {
    maxLength: 60,
    selector: (edit) => edit.path,
  })
  .map((list): TrieEdit[] => list.toSorted((a, b) => (a.path < b.path ? -1 : 1)))

const oneByOne = (trie: Trie, list: readonly TrieEdit[]): Trie =>
  list.reduce<Trie>(
    (edited, edit) =>
      edit.value === undefined
        ? trieDelete(edited, edit.path)
        : triePut(edited, edit.path, edit.value, edit.stateVersion),
    trie,
  )
const changes = (before: Trie, { path: at, value: put, stateVersion }: TrieEdit): boolean =>
  put === undefined ? trieGet(before, at) !== undefined : !trieHolds(before, at, put, stateVersion)

describe('many edits at once', () => {
  it('make the trie that they make one by one, tell what changed in order, and leave the old trie as it was', () => {
    fc.assert(
      fc.property(edits, edits, (begun, then) => {
        const before = oneByOne(undefined, begun)
        const rootBefore = rootHash(before)
        const expected = oneByOne(before, then)
        const heard: TrieEdit[] = []
        const edited = trieEdit(before, then, (edit) => heard.push(edit))
        // First the roots: afterwards every node of both tries knows its hash.
        expect(rootHash(edited)).toEqual(rootHash(expected))
        expect(edited).toEqual(expected)
        expect(heard).toEqual(then.filter((edit) => changes(before, edit)))
        expect(rootHash(before)).toEqual(rootBefore)
        expect(rootHash(oneByOne(undefined, begun))).toEqual(rootBefore)
      }),
      { numRuns: 2_000 },
    )
  })

  it('that change nothing give the same trie back', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const trie = oneByOne(undefined, list)
        const never = () => expect.unreachable()
        expect(trieEdit(trie, list, never)).toBe(trie)
        expect(trieEdit(trie, [], never)).toBe(trie)
      }),
    )
  })

  it('that delete all leave nothing', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const deletions = list.map((edit) => ({ ...edit, value: undefined }))
        expect(trieEdit(oneByOne(undefined, list), deletions, () => {})).toBeUndefined()
      }),
    )
  })

  it('share the subtrees in which nothing changes', () => {
    const put = (at: string, byte: number): TrieEdit => ({ path: at, value: Uint8Array.of(byte), stateVersion: 1 })
    const trie = trieEdit(undefined, [put('1000', 1), put('1100', 2), put('2000', 3), put('2100', 4)], () => {})
    const edited = trieEdit(trie, [put('1000', 9), put('2000', 3)], () => {})
    expect(edited?.children?.[2]).toBe(trie?.children?.[2])
    expect(edited?.children?.[1]).not.toBe(trie?.children?.[1])
  })
})
