import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  blake2,
  defineStorage,
  identity,
  map,
  optionalMap,
  optionalValue,
  twox,
  value,
} from '../../../chain/frame/storage.ts'
import { storage as system } from '../../../chain/frame/system/storage.ts'
import { concat, toHex } from '../../../shared/bytes.ts'
import { blake2b128, twox128 } from '../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { str, u16, u32, u64 } from '../../../shared/scale/primitives.ts'
import { accountId } from '../../../shared/scale/substrate.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'

beforeAll(cryptoReady)

const items = defineStorage('Demo', {
  Plain: value(u32, { default: 9, docs: 'A value.' }),
  Maybe: optionalValue(str, { docs: 'A value or none.' }),
  ByGroup: map([identity(u16), blake2(accountId)], u64, { default: 0n, docs: 'By group and account.' }),
  ByName: optionalMap([twox(str)], u16, { docs: 'By name.' }),
})

const key = (byte: number) => new Uint8Array(32).fill(byte)
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('storage items', () => {
  test.each([
    [system.Account.prefix, '26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9'],
    [system.Number.prefix, '26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac'],
    [system.BlockHash.prefix, '26aa394eea5630e07c48ae0c9558cef7a44704b568d21667356a5a050c118746'],
  ])('have the prefixes of a Substrate chain', (prefix, expected) => {
    expect(toHex(prefix)).toBe(`0x${expected}`)
  })

  test('put hash and key bytes one after the other', () => {
    expect(items.ByGroup.key(0x0102, key(7))).toEqual(
      concat(
        twox128(Buffer.from('Demo')),
        twox128(Buffer.from('ByGroup')),
        Uint8Array.of(2, 1),
        blake2b128(key(7)),
        key(7),
      ),
    )
  })

  test('read their default or undefined where nothing was written', () => {
    const state = createMemoryStorage()
    expect(items.Plain.get(state)).toBe(9)
    expect(items.Maybe.get(state)).toBeUndefined()
    expect(items.ByGroup.get(state, 1, key(1))).toBe(0n)
    expect(items.ByName.get(state, 'x')).toBeUndefined()
    expect(items.Plain.has(state)).toBe(false)
  })

  test('a value equal to the default is still there', () => {
    const state = createMemoryStorage()
    items.Plain.put(state, [], 9)
    expect(items.Plain.has(state)).toBe(true)
    items.Plain.remove(state)
    expect(items.Plain.has(state)).toBe(false)
  })

  test('mutate reads, changes, writes and returns', () => {
    const state = createMemoryStorage()
    expect(items.ByGroup.mutate(state, [1, key(1)], (old) => old + 4n)).toBe(4n)
    expect(items.ByGroup.mutate(state, [1, key(1)], (old) => old + 4n)).toBe(8n)
    expect(items.ByGroup.get(state, 1, key(1))).toBe(8n)
  })

  test('a value that does not fit is refused and nothing is written', () => {
    const state = createMemoryStorage()
    expect(() => items.Plain.put(state, [], 2 ** 32)).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
    expect(state.entries()).toEqual([])
  })

  test('entries and clear see exactly what a map would, below any leading keys', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 3 }), anyKey, fc.bigInt({ min: 0n, max: 99n })), {
          selector: ([group, who]) => `${group}${who}`,
          maxLength: 20,
        }),
        fc.integer({ min: 0, max: 3 }),
        (rows, group) => {
          const state = createMemoryStorage()
          items.Plain.put(state, [], 1)
          items.ByName.put(state, ['neighbour'], 1)
          for (const [g, who, amount] of rows) items.ByGroup.put(state, [g, who], amount)
          const text = (entries: Iterable<readonly [readonly [number, Uint8Array], bigint]>) =>
            [...entries].map(([[g, who], amount]) => `${g} ${toHex(who)} ${amount}`).sort()
          const wanted = (of: typeof rows) => text(of.map(([g, who, amount]) => [[g, who], amount] as const))
          expect(text(items.ByGroup.entries(state))).toEqual(wanted(rows))
          expect(text(items.ByGroup.entries(state, group))).toEqual(wanted(rows.filter(([g]) => g === group)))
          items.ByGroup.clear(state, group)
          expect(text(items.ByGroup.entries(state))).toEqual(wanted(rows.filter(([g]) => g !== group)))
          expect(items.Plain.get(state)).toBe(1)
          expect(items.ByName.get(state, 'neighbour')).toBe(1)
        },
      ),
    )
  })

  test('entries come in the order of their raw keys', () => {
    const state = createMemoryStorage()
    for (let i = 0; i < 20; i++) items.ByGroup.put(state, [1, key(i)], BigInt(i))
    const keys = [...items.ByGroup.entries(state)].map(([[group, who]]) => toHex(items.ByGroup.key(group, who)))
    expect(keys).toEqual([...keys].sort())
  })

  test('transactions undo item writes', () => {
    const state = createMemoryStorage()
    items.Plain.put(state, [], 1)
    state.begin()
    items.Plain.put(state, [], 2)
    items.Maybe.put(state, [], 'x')
    state.rollback()
    expect(items.Plain.get(state)).toBe(1)
    expect(items.Maybe.get(state)).toBeUndefined()
  })
})
