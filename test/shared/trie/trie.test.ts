import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromHex, toBareHex, toHex, utf8 } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { orderedRoot } from '../../../shared/trie/ordered-root.ts'
import { type Trie, trieDelete, trieGet, trieIsHashed, trieNext, triePut } from '../../../shared/trie/trie.ts'
import { rootHash, type StateVersion } from '../../../shared/trie/trie-node.ts'
import { naiveRoot } from '../../support/naive-trie.ts'

interface Vectors {
  readonly tries: readonly { name: string; entries: readonly [string, string][]; root0: string; root1: string }[]
  readonly ordered: readonly { name: string; items: readonly string[]; root0: string; root1: string }[]
}
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../vectors/node/trie-roots.json', import.meta.url), 'utf8'),
)

beforeAll(cryptoReady)

const build = (entries: Iterable<readonly [string, Uint8Array]>, version: StateVersion): Trie => {
  let trie: Trie
  for (const [path, value] of entries) trie = triePut(trie, path, value, version)
  return trie
}

describe('roots equal those of polkadot-sdk', () => {
  it.each(vectors.tries)('$name', ({ entries, root0, root1 }) => {
    const parsed = entries.map(([key, value]) => [key, fromHex(value)] as const)
    expect(toBareHex(rootHash(build(parsed, 0)))).toBe(root0)
    expect(toBareHex(rootHash(build(parsed, 1)))).toBe(root1)
    expect(toBareHex(rootHash(build([...parsed].reverse(), 1)))).toBe(root1)
  })

  it.each(vectors.ordered)('ordered: $name', ({ items, root0, root1 }) => {
    const parsed = items.map(fromHex)
    expect(toBareHex(orderedRoot(parsed, 0))).toBe(root0)
    expect(toBareHex(orderedRoot(parsed, 1))).toBe(root1)
  })

  it('gives the known root of nothing', () => {
    expect(toHex(rootHash(undefined))).toBe('0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314')
  })
})

/** Keys over few bytes collide, nest and share prefixes often. */
const key = fc
  .array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0xf0, 0xff), { maxLength: 5 })
  .map((bytes) => toBareHex(Uint8Array.from(bytes)))
const value = fc.uint8Array({ maxLength: 40 })
const edits = fc.array(fc.tuple(key, fc.option(value)), { maxLength: 60 })
const version = fc.constantFrom<StateVersion>(0, 1)

const applyEdits = (list: readonly [string, Uint8Array | null][], stateVersion: StateVersion) => {
  const model = new Map<string, Uint8Array>()
  let trie: Trie
  for (const [path, written] of list) {
    trie = written === null ? trieDelete(trie, path) : triePut(trie, path, written, stateVersion)
    if (written === null) model.delete(path)
    else model.set(path, written)
  }
  return { model, trie }
}

describe('properties', () => {
  it('has the root of a trie built from scratch after any edits, whenever roots were asked before', () => {
    fc.assert(
      fc.property(edits, version, (list, stateVersion) => {
        const model = new Map<string, Uint8Array>()
        let trie: Trie
        for (const [path, written] of list) {
          trie = written === null ? trieDelete(trie, path) : triePut(trie, path, written, stateVersion)
          if (written === null) model.delete(path)
          else model.set(path, written)
          expect(toHex(rootHash(trie))).toBe(toHex(naiveRoot(model, stateVersion)))
        }
      }),
    )
  })

  it('reads like a map and walks in key order', () => {
    fc.assert(
      fc.property(edits, fc.array(key, { maxLength: 10 }), version, (list, probes, stateVersion) => {
        const { model, trie } = applyEdits(list, stateVersion)
        const sorted = [...model.keys()].sort()
        for (const path of [...probes, ...sorted]) {
          expect(trieGet(trie, path)).toEqual(model.get(path))
          expect(trieNext(trie, path)).toBe(sorted.find((other) => other > path))
        }
      }),
    )
  })

  it('leaves older tries as they were', () => {
    fc.assert(
      fc.property(edits, edits, version, (first, second, stateVersion) => {
        const { model, trie } = applyEdits(first, stateVersion)
        let later = trie
        for (const [path, written] of second)
          later = written === null ? trieDelete(later, path) : triePut(later, path, written, stateVersion)
        rootHash(later)
        expect(toHex(rootHash(trie))).toBe(toHex(naiveRoot(model, stateVersion)))
      }),
    )
  })

  it('returns the very same trie when there is nothing to delete', () => {
    const trie = build([['aa', utf8('x')]], 1)
    expect(trieDelete(trie, 'ab')).toBe(trie)
    expect(trieDelete(trie, 'aabb')).toBe(trie)
    expect(trieDelete(trie, '')).toBe(trie)
  })
})

describe('state versions', () => {
  it('keeps the form of values that are not written anew', () => {
    const long = new Uint8Array(33)
    const old = build([['aa', long]], 0)
    const mixed = triePut(old, 'bb', long, 1)
    expect([trieIsHashed(mixed, 'aa'), trieIsHashed(mixed, 'bb')]).toEqual([false, true])
    expect(toHex(rootHash(triePut(mixed, 'aa', long, 1)))).toBe(
      toHex(
        rootHash(
          build(
            [
              ['aa', long],
              ['bb', long],
            ],
            1,
          ),
        ),
      ),
    )
  })
})
