import { beforeAll, describe, expect, test } from 'vitest'
import type { FrameRuntime } from '../../../../chain/frame/runtime.ts'
import { storage as system } from '../../../../chain/frame/system/storage.ts'
import { buildGenesis } from '../../../../chain/runtime/genesis.ts'
import { createRuntime } from '../../../../chain/runtime/index.ts'
import { storage as balances } from '../../../../chain/runtime/pallets/balances/storage.ts'
import { storage } from '../../../../chain/runtime/pallets/subtensor/storage.ts'
import { startsWith } from '../../../../shared/bytes.ts'
import type { Keypair } from '../../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { decode } from '../../../../shared/scale/type.ts'
import { RAO_PER_TAO } from '../../../../shared/units.ts'
import { expectConserved, expectConsistent, expectWholeShares, poolsOf } from '../../../support/chain-invariants.ts'
import { createFrameChain } from '../../../support/frame-chain.ts'
import { type Cast, createCast, createRandomCalls, type SignedCall } from '../../../support/random-calls.ts'
import { seeded } from '../../../support/seeded.ts'
import { type Change, createWatchedStorage } from '../../../support/watched-storage.ts'

beforeAll(cryptoReady)

/** More with `MERITNET_CALLS=1000000`; another sequence with `MERITNET_SEED=7`. */
const CALLS = Number(process.env.MERITNET_CALLS ?? 10_500)
const SEED = Number(process.env.MERITNET_SEED ?? 1)
const CALLS_PER_NETWORK = 350
const CALLS_PER_BLOCK = 5

const networks = Math.ceil(CALLS / CALLS_PER_NETWORK)

/** A chain with subnet 1 and two started subnets of one kind. */
function createNetwork(runtime: FrameRuntime, seed: number) {
  const cast = createCast()
  const state = createWatchedStorage()
  const endowments = [...cast.coldkeys.slice(2), ...cast.hotkeys].map(({ publicKey }) => ({
    who: publicKey,
    rao: 8_000n * RAO_PER_TAO,
  }))
  buildGenesis(state, { endowments, tempo: 7, adminFreezeWindow: 0 })
  // Otherwise no subnet is ever out of immunity.
  storage.NetworkImmunityPeriod.put(state, [], 20n)
  storage.SubnetLimit.put(state, [], 4)
  storage.NetworkMinLockCost.put(state, [], 100n * RAO_PER_TAO)
  storage.NetworkLastLockCost.put(state, [], 100n * RAO_PER_TAO)
  storage.NetworkLockReductionInterval.put(state, [], 20n)
  storage.PendingChildKeyCooldown.put(state, [], 2n)
  // Moving prices follow within a few blocks, so that root stakers are paid on subnets with pools too.
  storage.SubnetMovingAlpha.put(state, [], 1n << 31n)
  for (const netuid of [2, 3, 4]) {
    storage.RootClaimableThreshold.put(state, [netuid], 1_000n << 32n)
    storage.EMAPriceHalvingBlocks.put(state, [netuid], 1n)
    storage.MinAllowedUids.put(state, [netuid], 0)
    storage.WeightsSetRateLimit.put(state, [netuid], 0n)
    storage.CommitRevealWeightsEnabled.put(state, [netuid], false)
  }
  const chain = createFrameChain(runtime, state)
  for (const block of openingCalls(cast)) chain.block(block.map(({ signer, call }) => chain.sign(signer, call)))
  return { chain, state, next: createRandomCalls(cast, seeded(seed), state) }
}

/** Two started subnets, validators with stake there and on root; one call of a signer per block. */
function openingCalls({ coldkeys, hotkeys }: Cast): SignedCall[][] {
  const [a, b] = [coldkeys[0]!, coldkeys[1]!]
  const [x, y] = [hotkeys[0]!.publicKey, hotkeys[1]!.publicKey]
  const calls = (signer: Keypair, list: readonly (readonly [string, Record<string, unknown>])[]) =>
    list.map(([call, args]) => ({ signer, call: { pallet: 'SubtensorModule', call, args } }))
  const ofA = calls(a, [
    ['register_network', { hotkey: x }],
    ['start_call', { netuid: 2 }],
    ['burned_register', { netuid: 3, hotkey: x }],
    ['add_stake', { hotkey: x, netuid: 2, amount_staked: 40n * RAO_PER_TAO }],
    ['add_stake', { hotkey: x, netuid: 0, amount_staked: 900n * RAO_PER_TAO }],
  ])
  const ofB = calls(b, [
    ['register_network', { hotkey: y }],
    ['start_call', { netuid: 3 }],
    ['burned_register', { netuid: 2, hotkey: y }],
    ['add_stake', { hotkey: y, netuid: 3, amount_staked: 40n * RAO_PER_TAO }],
    ['add_stake', { hotkey: y, netuid: 0, amount_staked: 700n * RAO_PER_TAO }],
  ])
  return ofA.map((call, i) => [call, ofB[i]!])
}

/** twox128('System'). */
const SYSTEM = system.Account.prefix.subarray(0, 16)
/** Where a failed call may leave something: the block's own bookkeeping, and what the fee touches. */
function isBookkeeping({ key }: Change, signer: Uint8Array): boolean {
  if (startsWith(key, system.Account.prefix)) return Buffer.compare(key, system.Account.key(signer)) === 0
  return startsWith(key, SYSTEM) || Buffer.compare(key, balances.TotalIssuance.prefix) === 0
}

/** Nonce one up, free balance lower by what issuance lost, and nothing else. */
function expectOnlyFee(changes: readonly Change[], signer: Uint8Array): void {
  for (const change of changes)
    expect(isBookkeeping(change, signer), `changed: ${Buffer.from(change.key).toString('hex')}`).toBe(true)
  const find = (key: Uint8Array) => changes.find((change) => Buffer.compare(change.key, key) === 0)
  const account = find(system.Account.key(signer))!
  const [before, after] = [account.before, account.after].map((raw) => decode(system.Account.def.value, raw!))
  expect(after!.nonce).toBe(before!.nonce + 1)
  const issuance = find(balances.TotalIssuance.prefix)
  const burned =
    issuance === undefined
      ? 0n
      : decode(balances.TotalIssuance.def.value, issuance.before!) -
        decode(balances.TotalIssuance.def.value, issuance.after!)
  expect({ ...before!, nonce: 0, data: { ...before!.data, free: before!.data.free - burned } }).toEqual({
    ...after!,
    nonce: 0,
  })
}

const nameOf = ({ call }: SignedCall): string => (call.pallet === 'Sudo' ? 'Sudo.sudo' : `${call.pallet}.${call.call}`)

describe(`random calls, seed ${SEED}`, () => {
  const outcomes = new Map<string, { ok: number; failed: number }>()
  let applied = 0
  let payingEpochs = 0
  let pools = 0
  let claims = 0

  test.each(Array.from({ length: networks }, (_, i) => i))('network %i keeps all invariants', (i) => {
    // Every other network gives new subnets a pool.
    const newSubnetMechanism = i % 2 === 0 ? 1 : 0
    const runtime = createRuntime({ slotDurationMs: 250, newSubnetTempo: 5, newSubnetMechanism })
    const { chain, state, next } = createNetwork(runtime, SEED * 100_000 + i)
    for (let call = 0; call < CALLS_PER_NETWORK; call += CALLS_PER_BLOCK) {
      chain.begin()
      payingEpochs += expectWholeShares(state, system.Number.get(state))
      expectConserved(state)
      for (const inherent of chain.inherents()) expect(chain.apply(inherent)).toMatchObject({ ok: true })
      for (let inBlock = 0; inBlock < CALLS_PER_BLOCK; inBlock++) {
        const drawn = next()
        state.watch()
        const result = chain.apply(chain.sign(drawn.signer, drawn.call))
        expect(state.depth()).toBe(0)
        const changes = state.changes()
        applied++
        const isOk = result.ok && result.value.ok
        const count = outcomes.get(nameOf(drawn)) ?? { ok: 0, failed: 0 }
        outcomes.set(nameOf(drawn), { ok: count.ok + Number(isOk), failed: count.failed + Number(!isOk) })
        // A call that is not valid leaves nothing at all, one that fails nothing but fee and nonce.
        if (!result.ok) expect(changes).toEqual([])
        else if (!result.value.ok) expectOnlyFee(changes, drawn.signer.publicKey)
        else expectConserved(state)
      }
      expectConsistent(state)
      chain.end()
      expectConserved(state)
    }
    pools += poolsOf(state)
    claims += [...storage.RootClaimed.entries(state)].filter(([, claimed]) => claimed > 0n).length
  })

  test('were many and of every kind, and went through as well as failed', () => {
    expect(applied).toBeGreaterThanOrEqual(10_000)
    expect(payingEpochs).toBeGreaterThan(500)
    expect(pools).toBeGreaterThan(networks)
    expect(claims).toBeGreaterThan(networks)
    const never = [...outcomes].filter(([, { ok }]) => ok === 0).map(([name]) => name)
    expect(never).toEqual([])
    const failing = [...outcomes].filter(([, { failed }]) => failed > 0)
    expect(failing.length).toBeGreaterThan(25)
  })
})
