import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { triePut } from '../../../shared/trie/trie.ts'
import { digitAt, hashesValue, merkleValue, rootHash } from '../../../shared/trie/trie-node.ts'
import { naiveRoot } from '../../support/naive-trie.ts'

beforeAll(cryptoReady)

describe('trie nodes', () => {
  it('encode partials of any length, in leaves and branches, with values of any kind', () => {
    const kind = fc.record({ size: fc.constantFrom(0, 1, 32, 33), version: fc.constantFrom<0 | 1>(0, 1) })
    fc.assert(
      fc.property(fc.nat(700), kind, fc.boolean(), (length, { size, version }, isBranch) => {
        const path = 'a'.repeat(2 * length)
        const entries = new Map([[path, new Uint8Array(size).fill(7)]])
        if (isBranch) entries.set(`${path}bb`, new Uint8Array(40))
        let trie: ReturnType<typeof triePut> | undefined
        for (const [key, value] of entries) trie = triePut(trie, key, value, version)
        expect(toHex(rootHash(trie))).toBe(toHex(naiveRoot(entries, version)))
      }),
    )
  })

  it.each([63, 64, 16_383, 16_384, 70_000])('encode an inline value of %i bytes', (length) => {
    const value = new Uint8Array(length).fill(1)
    expect(toHex(rootHash(triePut(undefined, 'ab', value, 0)))).toBe(toHex(naiveRoot(new Map([['ab', value]]), 0)))
  })

  it('stand in their parent as themselves below 32 bytes, else as their hash', () => {
    expect(merkleValue(triePut(undefined, 'ab', new Uint8Array(28), 1))).toHaveLength(31)
    expect(toHex(merkleValue(triePut(undefined, 'ab', new Uint8Array(1), 1)))).toBe('0x42ab0400')
    const large = triePut(undefined, 'ab', new Uint8Array(29), 1)
    expect(toHex(merkleValue(large))).toBe(toHex(rootHash(large)))
  })

  it('hash values from 33 bytes on in version 1', () => {
    const answers = [32, 33].flatMap((length) => ([0, 1] as const).map((v) => hashesValue(new Uint8Array(length), v)))
    expect(answers).toEqual([false, false, false, true])
  })

  it('number the hex digits', () => {
    expect([...'0123456789abcdef'].map((_, index) => digitAt('0123456789abcdef', index))).toEqual(
      Array.from({ length: 16 }, (_, digit) => digit),
    )
  })
})
