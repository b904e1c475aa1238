import { beforeAll, describe, expect, test } from 'vitest'
import { ObjectState } from '../../../../../chain/frame/object-state.ts'
import {
  consistentHotkeys,
  hotkeysOf,
  uidsInHotkeyOrder,
} from '../../../../../chain/runtime/pallets/subtensor/epoch/hotkeys.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { compareBytes } from '../../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { createMemoryStorage } from '../../../../support/memory-storage.ts'
import { account } from '../../../../support/pallet-harness.ts'

beforeAll(cryptoReady)

describe.each([
  ['bytes', createMemoryStorage],
  ['objects', () => new ObjectState()],
])('hotkeys of a subnet in a state of %s', (_, createState) => {
  const seated = (...numbers: number[]) => {
    const state = createState()
    storage.SubnetworkN.put(state, [5], numbers.length)
    for (const [uid, number] of numbers.entries()) storage.Keys.put(state, [5, uid], account(number))
    return state
  }

  test('follow every change of a uid, of their number and of the state', () => {
    const state = seated(3, 1, 2)
    expect(hotkeysOf(state, 5)).toEqual([account(3), account(1), account(2)])
    storage.Keys.put(state, [5, 2], account(4))
    expect(hotkeysOf(state, 5)).toEqual([account(3), account(1), account(4)])
    storage.SubnetworkN.put(state, [5], 2)
    expect(hotkeysOf(state, 5)).toEqual([account(3), account(1)])
    expect(hotkeysOf(seated(7, 8), 5)).toEqual([account(7), account(8)])
    expect(hotkeysOf(state, 5)).toEqual([account(3), account(1)])
  })

  test('are consistent while no hotkey has two uids', () => {
    const state = seated(3, 1, 2)
    expect(consistentHotkeys(state, 5)).toHaveLength(3)
    storage.Keys.put(state, [5, 2], account(3))
    expect(consistentHotkeys(state, 5)).toBeUndefined()
    storage.Keys.put(state, [5, 0], account(9))
    expect(consistentHotkeys(state, 5)).toHaveLength(3)
  })

  test('have an order', () => {
    const hotkeys = hotkeysOf(seated(3, 1, 4, 2), 5)
    const inOrder = uidsInHotkeyOrder(hotkeys).map((uid) => hotkeys[uid] ?? new Uint8Array())
    expect(inOrder).toEqual([...hotkeys].sort(compareBytes))
    expect(inOrder).toHaveLength(4)
  })
})
