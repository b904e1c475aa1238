import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { ObjectState } from '../../../chain/frame/object-state.ts'
import { blake2, defineStorage, identity, map, optionalMap, twox, value } from '../../../chain/frame/storage.ts'
import type { Storage } from '../../../chain/interface.ts'
import { buildGenesis } from '../../../chain/runtime/genesis.ts'
import { createRuntime } from '../../../chain/runtime/index.ts'
import { storage } from '../../../chain/runtime/pallets/subtensor/storage.ts'
import { toBareHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { bytes, vec } from '../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../shared/scale/primitives.ts'
import { accountId } from '../../../shared/scale/substrate.ts'
import { RAO_PER_TAO } from '../../../shared/units.ts'
import { createFrameChain } from '../../support/frame-chain.ts'
import { createFrozenValues } from '../../support/frozen-values.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'
import { account } from '../../support/pallet-harness.ts'
import { createCast, createRandomCalls } from '../../support/random-calls.ts'
import { seeded } from '../../support/seeded.ts'

beforeAll(cryptoReady)

const items = defineStorage('ObjectStateTest', {
  One: value(u64, { default: 7n, docs: 'One value.' }),
  ByUid: map([identity(u16), identity(u16)], vec(u16), { default: [], docs: 'Lists.' }),
  ByAccount: optionalMap([twox(u16), blake2(accountId)], u64, { docs: 'Numbers of accounts.' }),
  ByText: map([identity(bytes())], u64, { default: 0n, docs: 'Numbers of texts.' }),
})

/** Every entry of a state, as bytes. */
function dump(state: Storage): [string, string][] {
  const all: [string, string][] = []
  for (let key = state.nextKey(new Uint8Array()); key !== undefined; key = state.nextKey(key))
    all.push([toBareHex(key), toBareHex(state.get(key)!)])
  return all
}

const small = fc.integer({ min: 0, max: 400 })
const text = fc.uint8Array({ maxLength: 3 })
type Act = (state: Storage) => unknown

/** One thing to do to a state, and what it then tells. */
const act: fc.Arbitrary<Act> = fc.oneof(
  small.map((n) => (state: Storage) => items.One.put(state, [], BigInt(n))),
  fc.constant((state: Storage) => items.One.mutate(state, [], (old) => old + 1n)),
  fc.constant((state: Storage) => items.One.remove(state)),
  fc.tuple(small, small).map(
    ([a, b]) =>
      (state: Storage) =>
        items.ByUid.put(state, [a % 5, b], [a, b]),
  ),
  fc.tuple(small, small).map(
    ([a, b]) =>
      (state: Storage) =>
        items.ByUid.remove(state, a % 5, b),
  ),
  small.map((a) => (state: Storage) => [...items.ByUid.entries(state, a % 5)]),
  fc.constant((state: Storage) => [...items.ByUid.entries(state)]),
  small.map((a) => (state: Storage) => items.ByUid.clear(state, a % 5)),
  fc.tuple(small, small).map(([a, b]) => (state: Storage) => {
    items.ByAccount.put(state, [a % 300, account(b % 20)], BigInt(b))
    return [items.ByAccount.get(state, b % 300, account(a % 20)), items.ByAccount.has(state, a % 300, account(b % 20))]
  }),
  small.map((a) => (state: Storage) => [...items.ByAccount.entries(state, a % 300)]),
  fc.constant((state: Storage) => [...items.ByAccount.entries(state)]),
  fc.tuple(text, small).map(
    ([key, n]) =>
      (state: Storage) =>
        items.ByText.put(state, [key], BigInt(n)),
  ),
  fc.constant((state: Storage) => [...items.ByText.entries(state)]),
  // Bytes come and go beside the values.
  fc.tuple(text, small, fc.boolean()).map(([key, n, isItem]) => (state: Storage) => {
    const raw = isItem ? items.ByText.key(key) : key
    if (n % 3 === 0) state.delete(raw)
    else state.set(raw, new Uint8Array(8).fill(n))
    return [state.get(raw), state.nextKey(raw), items.ByText.get(state, key)]
  }),
)
const transaction = fc.constantFrom('begin' as const, 'commit' as const, 'rollback' as const)

describe('the object state', () => {
  test('tells what the state of bytes tells, whatever is done to both', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: act }, transaction), { maxLength: 80 }), (steps) => {
        const [bytewise, objects] = [createMemoryStorage(), new ObjectState()]
        let depth = 0
        for (const step of steps) {
          if (typeof step === 'function') {
            expect(step(objects)).toEqual(step(bytewise))
            continue
          }
          if (step !== 'begin' && depth === 0) continue
          depth += step === 'begin' ? 1 : -1
          for (const state of [bytewise, objects]) state[step]()
        }
        expect(dump(objects)).toEqual(dump(bytewise))
      }),
      { numRuns: 300 },
    )
  })

  test('lets go of what was removed, and knows its root', () => {
    const state = new ObjectState()
    for (let round = 0; round < 300; round++) {
      state.begin()
      for (let uid = 0; uid < 100; uid++) items.ByUid.put(state, [round, uid], [uid])
      items.ByUid.clear(state, round)
      state.commit()
    }
    expect(dump(state)).toEqual([])
    items.One.put(state, [], 1n)
    const trie = state.root(1)
    items.One.put(state, [], 2n)
    expect(state.root(1)).not.toEqual(trie)
    items.One.put(state, [], 1n)
    expect(state.root(1)).toEqual(trie)
  })

  test('refuses to close a transaction that is not open', () => {
    expect(() => new ObjectState().commit()).toThrow(RangeError)
    expect(() => new ObjectState().rollback()).toThrow(RangeError)
  })

  test.each([1, 2])('runs the same random calls as the state of bytes to the same entries, seed %i', (seed) => {
    const frozen = createFrozenValues()
    const objects = new ObjectState({ onWrite: frozen.freeze })
    const chains = [createMemoryStorage(), objects].map((state: Storage) => openChain(state, seed))
    for (let block = 0; block < 60; block++) {
      const extrinsics = chains[0]!.begin()
      expect(chains[1]!.begin().length).toBe(extrinsics.length)
      // A signature is never the same twice.
      const [one, other] = chains.map(({ end }) => end(extrinsics))
      expect(other).toEqual(one)
    }
    const [one, other] = chains.map(({ state }) => dump(state))
    expect(other).toEqual(one)
    expect(one!.length).toBeGreaterThan(300)
    expect(frozen.count()).toBeGreaterThan(100)
    expect(frozen.changed()).toBe(0)
  })
})

/** A chain with a few subnets whose blocks hold random calls; the trie is left out, it would take most of the time. */
function openChain(state: Storage, seed: number) {
  const cast = createCast()
  const runtime = createRuntime({ slotDurationMs: 250, newSubnetTempo: 4, newSubnetMechanism: seed % 2 === 0 ? 1 : 0 })
  const endowments = [...cast.coldkeys.slice(2), ...cast.hotkeys].map(({ publicKey }) => ({
    who: publicKey,
    rao: 8_000n * RAO_PER_TAO,
  }))
  buildGenesis(state, { endowments, tempo: 4, adminFreezeWindow: 0 })
  storage.NetworkMinLockCost.put(state, [], 100n * RAO_PER_TAO)
  storage.NetworkLastLockCost.put(state, [], 100n * RAO_PER_TAO)
  storage.PendingChildKeyCooldown.put(state, [], 2n)
  for (const netuid of [1, 2, 3, 4]) {
    storage.WeightsSetRateLimit.put(state, [netuid], 0n)
    storage.CommitRevealWeightsEnabled.put(state, [netuid], false)
  }
  const chain = createFrameChain(runtime, Object.assign(state, { root: () => new Uint8Array(32), entries: () => [] }))
  const next = createRandomCalls(cast, seeded(seed), state)
  return {
    state,
    /** Begins a block; what was drawn for it. */
    begin: () => {
      chain.begin()
      for (const inherent of chain.inherents()) chain.apply(inherent)
      return Array.from({ length: 6 }, next).map(({ signer, call }) => chain.sign(signer, call))
    },
    end: (extrinsics: readonly Uint8Array[]) => ({
      results: extrinsics.map(chain.apply),
      header: chain.end(),
      events: chain.events(),
    }),
  }
}
