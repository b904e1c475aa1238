import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { blake2, defineStorage, identity, map, twox } from '../../../chain/frame/storage.ts'
import { concat, toBareHex, utf8 } from '../../../shared/bytes.ts'
import { blake2b128Concat, twox64Concat, twox128 } from '../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { u16, u64 } from '../../../shared/scale/primitives.ts'
import { accountId } from '../../../shared/scale/substrate.ts'
import { pathOf } from '../../../shared/trie/path.ts'

beforeAll(cryptoReady)

const item = () =>
  defineStorage('Pallet', {
    Item: map([blake2(accountId), twox(u16), identity(accountId)], u64, { default: 0n, docs: '' }),
  }).Item
const prefix = () => concat(twox128(utf8('Pallet')), twox128(utf8('Item')))
const little = (value: number) => Uint8Array.of(value & 0xff, value >> 8)
// Few of each, so that keys come back and places collide.
const account = fc
  .tuple(fc.nat({ max: 31 }), fc.nat({ max: 255 }))
  .map(([at, byte]) => new Uint8Array(32).fill(byte, at))
const short = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffff }))

describe('keys of a map that are remembered', () => {
  it('are those made anew, whatever was asked for before', () => {
    const Item = item()
    fc.assert(
      fc.property(account, short, account, (first, second, third) => {
        const parts = [prefix(), blake2b128Concat(first), twox64Concat(little(second)), third]
        const key = Item.key(first.slice(), second, third.slice())
        expect(key).toEqual(concat(...parts))
        expect(pathOf(key)).toBe(toBareHex(concat(...parts)))
        expect(Item.key(first.slice(), second, third.slice())).toBe(key)
      }),
      { numRuns: 3_000 },
    )
  })

  it('do not follow an account that is written to afterwards', () => {
    const Item = item()
    const reused = new Uint8Array(32)
    const before = Item.key(reused, 1, reused).slice()
    reused.fill(9)
    expect(Item.key(reused, 1, reused)).not.toEqual(before)
    expect(Item.key(new Uint8Array(32), 1, new Uint8Array(32))).toEqual(before)
  })

  it.each([-1, 65_536, 1.5, Number.NaN])('refuse the number %d, also after a valid one', (number) => {
    const Item = item()
    const nobody = new Uint8Array(32)
    for (const valid of [0, 1, 65_535]) Item.key(nobody, valid, nobody)
    expect(() => Item.key(nobody, number, nobody)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  it('refuse an account of another length', () => {
    expect(() => item().key(new Uint8Array(31), 0, new Uint8Array(32))).toThrow('31')
  })
})
