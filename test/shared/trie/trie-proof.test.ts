import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBareHex } from '../../../shared/bytes.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { Reader } from '../../../shared/scale/reader.ts'
import { type Trie, trieGet, triePut } from '../../../shared/trie/trie.ts'
import { rootHash } from '../../../shared/trie/trie-node.ts'
import { closestMerkleValue, trieProof } from '../../../shared/trie/trie-proof.ts'

/** How a node holds its value. */
type Held = { readonly inline: Uint8Array } | { readonly hash: Uint8Array } | undefined

/** Decodes a node by the rules of polkadot-sdk's NodeCodec, independently of the encoder. */
function decodeNode(bytes: Uint8Array) {
  const reader = new Reader(bytes)
  const first = reader.u8()
  if (first === 0) return undefined
  const kinds = [
    { mask: 0xc0, kind: 0x40, isBranch: false, hasValue: true, isHashed: false },
    { mask: 0xc0, kind: 0x80, isBranch: true, hasValue: false, isHashed: false },
    { mask: 0xc0, kind: 0xc0, isBranch: true, hasValue: true, isHashed: false },
    { mask: 0xe0, kind: 0x20, isBranch: false, hasValue: true, isHashed: true },
    { mask: 0xf0, kind: 0x10, isBranch: true, hasValue: true, isHashed: true },
  ]
  const kind = kinds.find(({ mask, kind }) => (first & mask) === kind)!
  const max = 0xff & ~kind.mask
  let nibbles = first & max
  if (nibbles === max) for (let more = 255; more === 255; nibbles += more) more = reader.u8()
  const text = toBareHex(reader.bytes(Math.ceil(nibbles / 2)))
  const partial = text.slice(nibbles % 2)
  const bitmap = kind.isBranch ? reader.u16() : 0
  const opaque = () => reader.bytes(reader.length(1))
  const held: Held = !kind.hasValue ? undefined : kind.isHashed ? { hash: reader.bytes(32) } : { inline: opaque() }
  const children = Array.from({ length: 16 }, (_, digit) => ((bitmap >> digit) & 1 ? opaque() : undefined))
  return { partial, held, children }
}

/** What a proof says of a path: a verifier that knows the root alone. @throws when a node is missing. */
function verify(root: Uint8Array, proof: readonly Uint8Array[], path: string): Uint8Array | undefined {
  const byHash = new Map(proof.map((bytes) => [toBareHex(blake2b256(bytes)), bytes]))
  const resolve = (hash: Uint8Array) => {
    const bytes = byHash.get(toBareHex(hash))
    if (bytes === undefined) throw new Error('the proof lacks a node')
    return bytes
  }
  let node = decodeNode(resolve(root))
  for (let at = 0; node !== undefined; ) {
    if (!path.startsWith(node.partial, at)) return undefined
    at += node.partial.length
    if (at === path.length)
      return node.held === undefined ? undefined : 'inline' in node.held ? node.held.inline : resolve(node.held.hash)
    const child: Uint8Array | undefined = node.children[Number.parseInt(path[at] ?? '', 16)]
    at += 1
    node = child === undefined ? undefined : decodeNode(child.length === 32 ? resolve(child) : child)
  }
  return undefined
}

const path = fc.uint8Array({ maxLength: 4, max: 20 }).map(toBareHex)
const value = fc.uint8Array({ maxLength: 50 })
const version = fc.constantFrom<0 | 1>(0, 1)
const trieOf = (entries: readonly (readonly [string, Uint8Array, 0 | 1])[]): Trie =>
  entries.reduce<Trie>((trie, [at, bytes, by]) => triePut(trie, at, bytes, by), undefined)

describe('proofs', () => {
  test('prove every path, present or absent, against the root alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(path, value, version)), fc.array(path, { minLength: 1 }), (entries, wanted) => {
        const trie = trieOf(entries)
        const asked = [...wanted, ...entries.slice(0, 3).map(([at]) => at)]
        const proof = trieProof(trie, asked)
        for (const at of asked) expect(verify(rootHash(trie), proof, at)).toEqual(trieGet(trie, at))
      }),
    )
  })

  test('hold each node once and nothing that the paths do not need', () => {
    const trie = trieOf(
      Array.from({ length: 200 }, (_, i) => [toBareHex(Uint8Array.of(i, i)), new Uint8Array(40).fill(i), 1]),
    )
    const proof = trieProof(trie, ['0101', '0101'])
    expect(new Set(proof.map(toBareHex)).size).toBe(proof.length)
    expect(proof.length).toBeLessThan(6)
    expect(() => verify(rootHash(trie), proof, 'f0f0')).not.toThrow()
    expect(() => verify(rootHash(trie), proof, '3030')).toThrow('lacks a node')
  })
})

describe('the closest merkle value', () => {
  test('is the root hash for the empty path, and absent where nothing is below', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(path, value, version)), path, (entries, prefix) => {
        const trie = trieOf(entries)
        expect(closestMerkleValue(trie, '')).toEqual(trie === undefined ? undefined : rootHash(trie))
        expect(closestMerkleValue(trie, prefix) !== undefined).toBe(entries.some(([at]) => at.startsWith(prefix)))
      }),
    )
  })

  test('changes exactly when something below the prefix does', () => {
    const base = trieOf([
      ['aabb', Uint8Array.of(1), 1],
      ['aacc', Uint8Array.of(2), 1],
      ['bb00', Uint8Array.of(3), 1],
    ])
    const inside = triePut(base, 'aadd', Uint8Array.of(4), 1)
    const outside = triePut(base, 'bb01', Uint8Array.of(4), 1)
    expect(closestMerkleValue(outside, 'aa')).toEqual(closestMerkleValue(base, 'aa'))
    expect(closestMerkleValue(inside, 'aa')).not.toEqual(closestMerkleValue(base, 'aa'))
    expect(closestMerkleValue(base, 'aabb')).toBeDefined()
    expect(closestMerkleValue(base, 'aabb00')).toBeUndefined()
  })
})
