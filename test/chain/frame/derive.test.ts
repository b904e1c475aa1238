import { beforeAll, describe, expect, test } from 'vitest'
import { derive } from '../../../chain/frame/derive.ts'
import { ObjectState } from '../../../chain/frame/object-state.ts'
import { defineStorage, identity, map, optionalMap, value } from '../../../chain/frame/storage.ts'
import type { Storage } from '../../../chain/interface.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { u16, u64 } from '../../../shared/scale/primitives.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'

beforeAll(cryptoReady)

const items = defineStorage('DeriveTest', {
  Size: map([identity(u16)], u16, { default: 0, docs: 'How many.' }),
  Base: value(u64, { default: 7n, docs: 'What is added to all.' }),
  Amounts: map([identity(u16), identity(u16)], u64, { default: 0n, docs: 'Amounts.' }),
  Other: optionalMap([identity(u16)], u64, { docs: 'Of no matter.' }),
})

function watch() {
  let finds = 0
  const sum = derive([items.Size, items.Base], (state, key) => {
    finds++
    return BigInt(items.Size.get(state, key)) + items.Base.get(state)
  })
  return { sum, finds: () => finds }
}

const STATES: [string, () => Storage][] = [
  ['bytes', createMemoryStorage],
  ['objects', () => new ObjectState()],
]

describe.each(STATES)('what is derived from a state of %s', (_, open) => {
  test('follows every write, removal and rollback', () => {
    const state = open()
    const { sum } = watch()
    expect(sum(state, 1)).toBe(7n)
    items.Size.put(state, [1], 3)
    items.Size.put(state, [2], 5)
    expect([sum(state, 1), sum(state, 2)]).toEqual([10n, 12n])
    state.begin()
    items.Base.put(state, [], 100n)
    expect([sum(state, 1), sum(state, 2)]).toEqual([103n, 105n])
    state.rollback()
    expect([sum(state, 1), sum(state, 2)]).toEqual([10n, 12n])
    items.Size.clear(state)
    expect(sum(state, 1)).toBe(7n)
    items.Base.mutate(state, [], (old) => old + 1n)
    expect(sum(state, 1)).toBe(8n)
    // As a node's storage is written from outside.
    state.set(items.Size.key(1), new Uint8Array([9, 0]))
    expect(sum(state, 1)).toBe(17n)
    expect(sum(open(), 1)).toBe(7n)
  })

  test('cells read and write the entry', () => {
    const state = open()
    const cell = items.Other.cell(state, 4)
    expect([cell.has(), cell.get()]).toEqual([false, undefined])
    cell.put(5n)
    expect([cell.has(), cell.get(), items.Other.get(state, 4)]).toEqual([true, 5n, 5n])
    items.Other.put(state, [4], 6n)
    expect(cell.get()).toBe(6n)
    state.begin()
    cell.put(7n)
    state.rollback()
    expect([cell.get(), [...items.Other.entries(state)]]).toEqual([6n, [[[4], 6n]]])
    items.Other.remove(state, 4)
    expect([cell.has(), cell.get()]).toEqual([false, undefined])
    expect(items.Amounts.cell(state, 1, 1).get()).toBe(0n)
  })

  test('cells that are kept write where everybody reads, whatever was let go of in between', () => {
    const state = open()
    const cells = derive([items.Size], (at, key) =>
      Array.from({ length: items.Size.get(at, key) }, (_, i) => items.Amounts.cell(at, key, i)),
    )
    items.Size.put(state, [1], 3)
    // Far more removals than a state of objects keeps entries for.
    for (let round = 1; round <= 300; round++) {
      cells(state, 1)[round % 3]!.put(BigInt(round))
      expect(items.Amounts.get(state, 1, round % 3)).toBe(BigInt(round))
      state.begin()
      for (let i = 0; i < 100; i++) items.Amounts.put(state, [2, i], 1n)
      items.Amounts.clear(state)
      state.commit()
    }
    expect([...items.Amounts.entries(state)]).toEqual([])
  })
})

test('a state of objects finds anew only after a write to one of the items', () => {
  const state = new ObjectState()
  const { sum, finds } = watch()
  for (let time = 0; time < 3; time++) for (const key of [1, 2]) sum(state, key)
  expect(finds()).toBe(2)
  items.Other.put(state, [1], 1n)
  sum(state, 1)
  expect(finds()).toBe(2)
  items.Size.put(state, [1], 1)
  for (let time = 0; time < 3; time++) sum(state, 1)
  expect(finds()).toBe(3)
})
