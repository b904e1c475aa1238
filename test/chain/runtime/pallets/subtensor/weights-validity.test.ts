import { beforeAll, describe, expect, test } from 'vitest'
import type { CallDef } from '../../../../../chain/frame/call.ts'
import { InvalidTransactionError } from '../../../../../chain/frame/error.ts'
import { storage as drand } from '../../../../../chain/runtime/pallets/drand/storage.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import type { Shape, StructValue } from '../../../../../shared/scale/compound.ts'
import { commitRevealHarness, hashOf, row, toNextEpoch } from '../../../../support/commit-reveal.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { NETUID, owner, TAO, validatorA } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

/** Number under which the pool refuses a call in the block being built; `undefined` where it takes it. */
function verdict<F extends Shape>(
  h: PalletHarness,
  call: CallDef<F>,
  args: StructValue<F>,
  who = validatorA.hotkey,
): number | undefined {
  try {
    call.validate?.({ state: h.state, block: h.block(), who }, args)
    return undefined
  } catch (error) {
    if (error instanceof InvalidTransactionError) return error.custom
    throw error
  }
}
const STAKE_TOO_LOW = 1
const TOO_FAST = 6
const PAST_ROUND = 15
const NOT_FOUND = 16
const NOT_NOW = 17
const UNEQUAL = 18

const hash = hashOf(row())
const direct = { netuid: NETUID, dests: [3], weights: [1], version_key: 0n }
const timelocked = { netuid: NETUID, commit: new Uint8Array(), reveal_round: 5n, commit_reveal_version: 4 }
type Case = [name: string, ask: (h: PalletHarness, who?: Uint8Array) => number | undefined]
const commits: Case[] = [
  [
    'commit_weights',
    (h, who) => verdict(h, h.subtensor.calls.commit_weights, { netuid: NETUID, commit_hash: hash }, who),
  ],
  [
    'commit_mechanism_weights',
    (h, who) =>
      verdict(h, h.subtensor.calls.commit_mechanism_weights, { netuid: NETUID, mecid: 0, commit_hash: hash }, who),
  ],
  ['commit_timelocked_weights', (h, who) => verdict(h, h.subtensor.calls.commit_timelocked_weights, timelocked, who)],
  [
    'commit_timelocked_mechanism_weights',
    (h, who) => verdict(h, h.subtensor.calls.commit_timelocked_mechanism_weights, { ...timelocked, mecid: 0 }, who),
  ],
  [
    'commit_crv3_mechanism_weights',
    (h, who) => verdict(h, h.subtensor.calls.commit_crv3_mechanism_weights, { ...timelocked, mecid: 0 }, who),
  ],
]
const sets: Case[] = [
  ['set_weights', (h, who) => verdict(h, h.subtensor.calls.set_weights, direct, who)],
  [
    'set_mechanism_weights',
    (h, who) => verdict(h, h.subtensor.calls.set_mechanism_weights, { ...direct, mecid: 0 }, who),
  ],
]

describe('the pool', () => {
  test.each([...commits, ...sets])('asks for stake and keeps the rate limit: %s', (name, ask) => {
    const h = commitRevealHarness()
    if (name.startsWith('set')) storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
    expect(ask(h)).toBeUndefined()
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 100n)
    expect(ask(h)).toBe(TOO_FAST)
    expect(ask(h, account(999))).toBeUndefined()
    storage.StakeThreshold.put(h.state, [], 1_000n * TAO + 1n)
    expect(ask(h)).toBe(STAKE_TOO_LOW)
    expect(ask(h, owner.hotkey)).toBe(TOO_FAST)
  })

  test.each(sets)('leaves the rate limit to commits where there are any: %s', (_, ask) => {
    const h = commitRevealHarness()
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 100n)
    expect(ask(h)).toBeUndefined()
  })

  test.each(commits.slice(2))('takes no round that is past: %s', (_, ask) => {
    const h = commitRevealHarness()
    drand.LastStoredRound.put(h.state, [], 5n)
    expect(ask(h)).toBeUndefined()
    drand.LastStoredRound.put(h.state, [], 6n)
    expect(ask(h)).toBe(PAST_ROUND)
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 100n)
    expect(ask(h)).toBe(PAST_ROUND)
    storage.StakeThreshold.put(h.state, [], 1_000n * TAO + 1n)
    expect(ask(h)).toBe(STAKE_TOO_LOW)
  })

  const reveal = { netuid: NETUID, ...row() }
  const batch = {
    netuid: NETUID,
    uids_list: [row().uids],
    values_list: [row().values],
    salts_list: [row().salt],
    version_keys: [0n],
  }
  test.each<Case>([
    ['reveal_weights', (h) => verdict(h, h.subtensor.calls.reveal_weights, reveal)],
    [
      'reveal_mechanism_weights',
      (h) => verdict(h, h.subtensor.calls.reveal_mechanism_weights, { ...reveal, mecid: 0 }),
    ],
    ['batch_reveal_weights', (h) => verdict(h, h.subtensor.calls.batch_reveal_weights, batch)],
  ])('takes a reveal in its epoch alone: %s', (_, ask) => {
    const h = commitRevealHarness()
    expect(ask(h)).toBe(NOT_FOUND)
    expect(h.call(h.subtensor.calls.commit_weights, validatorA.hotkey, { netuid: NETUID, commit_hash: hash })).toBe(
      'ok',
    )
    expect(ask(h)).toBe(NOT_NOW)
    toNextEpoch(h)
    expect(ask(h)).toBeUndefined()
    storage.StakeThreshold.put(h.state, [], 1_000_000n * TAO)
    expect(ask(h)).toBe(STAKE_TOO_LOW)
    storage.StakeThreshold.put(h.state, [], 0n)
    toNextEpoch(h)
    expect(ask(h)).toBe(NOT_NOW)
  })

  test('counts the lists of a batch before anything else', () => {
    const h = commitRevealHarness()
    storage.StakeThreshold.put(h.state, [], 1_000n * TAO + 1n)
    const { calls } = h.subtensor
    const sets = (keys: bigint[]) =>
      verdict(h, calls.batch_set_weights, { netuids: [NETUID], weights: [[]], version_keys: keys })
    expect(sets([])).toBe(UNEQUAL)
    expect(sets([0n])).toBe(STAKE_TOO_LOW)
    const commits = (hashes: Uint8Array[]) =>
      verdict(h, calls.batch_commit_weights, { netuids: [NETUID], commit_hashes: hashes })
    expect(commits([])).toBe(UNEQUAL)
    expect(commits([hash])).toBe(STAKE_TOO_LOW)
    expect(verdict(h, calls.batch_reveal_weights, { ...batch, salts_list: [] })).toBe(UNEQUAL)
    expect(verdict(h, calls.batch_reveal_weights, batch)).toBe(STAKE_TOO_LOW)
  })
})
