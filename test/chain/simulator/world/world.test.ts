import { beforeAll, describe, expect, test } from 'vitest'
import type { Storage } from '../../../../chain/interface.ts'
import { storage } from '../../../../chain/runtime/pallets/subtensor/storage.ts'
import { keysNamed } from '../../../../chain/simulator/world/actor-keys.ts'
import { writeSubnet } from '../../../../chain/simulator/world/subnet-genesis.ts'
import { openWorld } from '../../../../chain/simulator/world/world.ts'
import { toBareHex } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { RAO_PER_TAO } from '../../../../shared/units.ts'
import { createMemoryStorage } from '../../../support/memory-storage.ts'

beforeAll(cryptoReady)

const NETUID = 2
const PALLET = 'SubtensorModule'
const validators = ['a', 'b', 'c'].map(keysNamed)
const miners = ['x', 'y', 'z', 'w'].map(keysNamed)
const newcomer = keysNamed('newcomer')

const open = (state?: Storage, tempo = 3) =>
  openWorld(
    (empty) =>
      writeSubnet(empty, {
        netuid: NETUID,
        tempo,
        maxUids: 8,
        owner: keysNamed('owner'),
        seats: [
          ...validators.map((keys, i) => ({ keys, stake: BigInt(1_000 * (i + 1)) * RAO_PER_TAO })),
          ...miners.map((keys) => ({ keys, stake: 0n })),
        ],
        endowments: [newcomer, ...validators].map(({ coldkey }) => ({ who: coldkey, rao: 100n * RAO_PER_TAO })),
      }),
    state,
  )

const weights = (values: readonly number[]) => ({
  pallet: PALLET,
  call: 'set_weights',
  args: { netuid: NETUID, dests: [4, 5, 6, 7], weights: values, version_key: 0n },
})

const register = (hotkey: Uint8Array) => ({ pallet: PALLET, call: 'burned_register', args: { netuid: NETUID, hotkey } })

/** A few epochs in which everybody does something; what calls came to. */
function playAll(world: ReturnType<typeof open>): unknown[] {
  const outcomes: unknown[] = []
  world.toNextEpoch(NETUID)
  for (let epoch = 0; epoch < 6; epoch++) {
    for (const [i, { hotkey }] of validators.entries())
      outcomes.push(world.call(hotkey, weights([1 + epoch, 9 - i, 5, (i * epoch) % 7])))
    if (epoch === 3) outcomes.push(world.call(newcomer.coldkey, register(newcomer.hotkey)))
    outcomes.push(
      world.call(validators[0]!.coldkey, {
        pallet: PALLET,
        call: 'add_stake',
        args: { hotkey: validators[0]!.hotkey, netuid: NETUID, amount_staked: 5n * RAO_PER_TAO },
      }),
    )
    world.toNextEpoch(NETUID)
  }
  return outcomes
}

const dump = (state: Storage) => {
  const all: string[] = []
  for (let key = state.nextKey(new Uint8Array()); key !== undefined; key = state.nextKey(key))
    all.push(`${toBareHex(key)} ${toBareHex(state.get(key)!)}`)
  return all
}

describe('the world of a simulation', () => {
  test('comes to the same entries as a chain that keeps bytes', () => {
    const [objects, bytes] = [open(), open(createMemoryStorage())]
    expect(playAll(objects)).toEqual(playAll(bytes))
    expect(dump(objects.state)).toEqual(dump(bytes.state))
  })

  test('pays by consensus', () => {
    const world = open()
    playAll(world)
    const emission = storage.Emission.get(world.state, NETUID)
    expect(emission.slice(1, 4).every((rao) => rao > 0n)).toBe(true)
    expect(emission[0]).toBe(0n)
  })

  test('rolls back what fails, and names the error', () => {
    const world = open()
    const before = dump(world.state)
    expect(world.call(newcomer.hotkey, weights([1, 2, 3, 4]))).toMatchObject({
      ok: false,
      error: 'SubtensorModule.HotKeyNotRegisteredInSubNet',
    })
    expect(
      world.call(newcomer.coldkey, { pallet: 'AdminUtils', call: 'sudo_set_kappa', args: { netuid: 2, kappa: 1 } }),
    ).toMatchObject({ ok: false })
    expect(dump(world.state)).toEqual(before)
  })

  test('tells events of what went through, and no others', () => {
    const world = open()
    world.toNextEpoch(NETUID)
    const names: string[] = []
    world.listen(({ name }) => void names.push(name))
    world.call(validators[0]!.hotkey, weights([1, 2, 3, 4]))
    world.call(validators[0]!.hotkey, weights([1, 2, 3]))
    expect(names).toEqual(['WeightsSet'])
  })

  test('refuses calls that do not exist, and waits for no epoch that never comes', () => {
    expect(() => open().call('root', { pallet: PALLET, call: 'mine', args: {} })).toThrow(
      expect.objectContaining({ code: 'unknown-call' }),
    )
    expect(() => open(undefined, 0).toNextEpoch(NETUID, 20)).toThrow(expect.objectContaining({ code: 'no-epoch' }))
  })
})
