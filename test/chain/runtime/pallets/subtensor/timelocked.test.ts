import { beforeAll, describe, expect, test } from 'vitest'
import { createRuntime } from '../../../../../chain/runtime/index.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { concat, fromHex, toBareHex } from '../../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { decode, encode } from '../../../../../shared/scale/type.ts'
import { decodeCiphertext, encodeCiphertext } from '../../../../../shared/timelock/ciphertext.ts'
import { readG2 } from '../../../../../shared/timelock/curve.ts'
import {
  commitRevealHarness,
  row,
  sealBytes,
  sealRow,
  storePulse,
  toNextEpoch,
} from '../../../../support/commit-reveal.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { miners, NETUID, validatorA, validatorB } from '../../../../support/subnet-builder.ts'
import vectors from '../../../../vectors/runtime/weight-commits.json' with { type: 'json' }

beforeAll(cryptoReady)

const ROUND = 100n
interface Change {
  who?: Uint8Array | 'root'
  netuid?: number
  commit?: Uint8Array
  reveal_round?: bigint
  commit_reveal_version?: number
}
function commit(h: PalletHarness, { who = validatorA.hotkey, ...change }: Change = {}): string {
  const defaults = { netuid: NETUID, commit: sealRow(row(), ROUND), reveal_round: ROUND, commit_reveal_version: 4 }
  return h.call(h.subtensor.calls.commit_timelocked_weights, who, { ...defaults, ...change })
}
const queues = (h: PalletHarness, index = NETUID) => [...storage.TimelockedWeightCommits.entries(h.state, index)]
const epoch = (h: PalletHarness) => storage.SubnetEpochIndex.get(h.state, NETUID)
const weights = (h: PalletHarness, uid = 1) => storage.Weights.get(h.state, NETUID, uid)
const EMPTY = { columns: new Uint16Array(), values: new Uint16Array() }
const REVEALED = { columns: Uint16Array.of(3, 4), values: Uint16Array.of(32_768, 65_535) }

describe('commit_timelocked_weights', () => {
  test('stores the bytes under the epoch and counts as an update', () => {
    const h = commitRevealHarness()
    h.toBlock(4)
    h.clearEvents()
    const bytes = sealRow(row(), ROUND)
    expect(commit(h)).toBe('ok')
    expect(queues(h)).toEqual([[[NETUID, epoch(h)], [[validatorA.hotkey, 4n, bytes, ROUND]]]])
    expect(storage.LastUpdate.get(h.state, NETUID)[1]).toBe(4n)
    expect(h.events.map(({ name, data }) => [name, data])).toEqual([
      ['TimelockedWeightsCommitted', [validatorA.hotkey, NETUID, blake2b256(bytes), ROUND]],
    ])
  })

  test('asks in order: subnet, origin, commit and reveal, version, uid, rate limit, room', () => {
    const h = commitRevealHarness()
    const refused = (change: Change, error: string) => {
      const before = h.state.root(1)
      expect(commit(h, change)).toBe(error)
      expect(h.state.root(1)).toEqual(before)
    }
    const bad = { who: account(999), commit_reveal_version: 3 }
    refused({ ...bad, who: 'root', netuid: 9 }, 'SubtensorModule.MechanismDoesNotExist')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
    refused({ ...bad, who: 'root' }, 'BadOrigin')
    refused(bad, 'SubtensorModule.CommitRevealDisabled')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], true)
    refused(bad, 'SubtensorModule.IncorrectCommitRevealVersion')
    refused({ commit_reveal_version: 5 }, 'SubtensorModule.IncorrectCommitRevealVersion')
    refused({ who: account(999) }, 'SubtensorModule.HotKeyNotRegisteredInSubNet')
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 100n)
    refused({}, 'SubtensorModule.CommittingWeightsTooFast')
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 0n)
    for (let i = 0; i < 10; i++) expect(commit(h)).toBe('ok')
    refused({}, 'SubtensorModule.TooManyUnrevealedCommits')
    expect(commit(h, { who: validatorB.hotkey })).toBe('ok')
    toNextEpoch(h)
    expect(commit(h)).toBe('ok')
  })

  test('in the block of an epoch belongs to the epoch that begins', () => {
    const h = commitRevealHarness()
    const before = epoch(h)
    toNextEpoch(h)
    expect(commit(h)).toBe('ok')
    expect(queues(h).map(([[, key]]) => key)).toEqual([before + 1n])
  })

  test('has a form of old clients, which takes the version of the chain', () => {
    const h = commitRevealHarness()
    storage.CommitRevealWeightsVersion.put(h.state, [], 9)
    const args = { netuid: NETUID, mecid: 0, commit: sealRow(row(), ROUND), reveal_round: ROUND }
    expect(h.call(h.subtensor.calls.commit_crv3_mechanism_weights, validatorA.hotkey, args)).toBe('ok')
    expect(queues(h)).toHaveLength(1)
  })
})

test('a commit of the production chain reads as one, to the byte', () => {
  const { call_hex: hex, plaintext_bytes: length, ...expected } = vectors.productionCommit
  const { types } = createRuntime({ slotDurationMs: 250 }).tables
  const call = decode(types.call, fromHex(hex))
  expect(call).toMatchObject({
    pallet: 'SubtensorModule',
    call: 'commit_timelocked_mechanism_weights',
    args: {
      netuid: expected.netuid,
      mecid: expected.mecid,
      reveal_round: BigInt(expected.reveal_round),
      commit_reveal_version: expected.commit_reveal_version,
    },
  })
  expect(toBareHex(encode(types.call, call))).toBe(hex)
  const { commit: bytes } = call.args
  if (!(bytes instanceof Uint8Array)) throw new Error('the commit is no bytes')
  const { locked, body, nonce } = decodeCiphertext(bytes)
  expect([body.length, nonce.length]).toEqual([length + 16, 12])
  expect(encodeCiphertext({ locked, body, nonce })).toEqual(bytes)
  expect(() => readG2('U', locked.u)).not.toThrow()
})

describe('the chain opens what is due', () => {
  test('in the block of the epoch that ends the reveal period, before that epoch runs', () => {
    const h = commitRevealHarness()
    expect(commit(h)).toBe('ok')
    storePulse(h, ROUND)
    const index = epoch(h)
    while (epoch(h) === index) {
      expect(weights(h)).toEqual(EMPTY)
      h.clearEvents()
      h.nextBlock()
    }
    expect(weights(h)).toEqual(REVEALED)
    expect(queues(h)).toEqual([])
    expect(storage.LastUpdate.get(h.state, NETUID)[1]).toBe(1n)
    expect(storage.Incentive.get(h.state, NETUID).some((share) => share > 0)).toBe(false)
    const names = h.eventNames().map((name) => name.split('.')[1])
    expect(names.slice(0, 2)).toEqual(['WeightsSet', 'TimelockedWeightsRevealed'])
    expect(h.events[1]?.data).toEqual([NETUID, validatorA.hotkey])
  })

  test('and the epoch of that very block pays by it', () => {
    const h = commitRevealHarness()
    h.nextBlock()
    expect(commit(h)).toBe('ok')
    storePulse(h, ROUND)
    toNextEpoch(h)
    const [, , , third, fourth, fifth] = storage.Incentive.get(h.state, NETUID)
    expect([third! > 0, fourth! > third!, fifth]).toEqual([true, true, 0])
  })

  test('after as many epochs as the subnet says', () => {
    const h = commitRevealHarness()
    storage.RevealPeriodEpochs.put(h.state, [NETUID], 3n)
    expect(commit(h)).toBe('ok')
    storePulse(h, ROUND)
    for (let i = 0; i < 2; i++) {
      toNextEpoch(h)
      expect(weights(h)).toEqual(EMPTY)
    }
    toNextEpoch(h)
    expect(weights(h)).toEqual(REVEALED)
  })

  test('later in the epoch when the pulse comes late, and never afterwards', () => {
    const h = commitRevealHarness()
    expect(commit(h)).toBe('ok')
    expect(
      commit(h, { who: validatorB.hotkey, commit: sealRow(row(), 101n, validatorB.hotkey), reveal_round: 101n }),
    ).toBe('ok')
    toNextEpoch(h)
    h.nextBlock()
    expect(weights(h)).toEqual(EMPTY)
    storePulse(h, ROUND)
    h.nextBlock()
    expect(weights(h)).toEqual(REVEALED)
    expect(queues(h).flatMap(([, queue]) => queue.map(([who]) => who))).toEqual([validatorB.hotkey])
    toNextEpoch(h)
    storePulse(h, 101n)
    h.nextBlock()
    expect(weights(h, 2)).toEqual(EMPTY)
    expect(queues(h)).toEqual([])
  })

  test('in the order of the commits: the last one stands', () => {
    const h = commitRevealHarness()
    expect(commit(h)).toBe('ok')
    expect(commit(h, { commit: sealRow(row({ uids: [5], values: [1] }), ROUND) })).toBe('ok')
    storePulse(h, ROUND)
    toNextEpoch(h)
    expect(weights(h).columns).toEqual(Uint16Array.of(5))
  })

  test('also without the hotkey that old payloads lack', () => {
    const h = commitRevealHarness()
    const legacy = concat(encode(vec(u16), [3, 4]), encode(vec(u16), [1, 2]), encode(u64, 0n))
    expect(commit(h, { commit: sealBytes(legacy, ROUND) })).toBe('ok')
    storePulse(h, ROUND)
    toNextEpoch(h)
    expect(weights(h)).toEqual(REVEALED)
  })

  const dropped: [string, () => Change][] = [
    ['is no ciphertext', () => ({ commit: Uint8Array.of(1, 2, 3) })],
    ['is locked to another round', () => ({ commit: sealRow(row(), ROUND + 1n) })],
    ['holds no weights', () => ({ commit: sealBytes(Uint8Array.of(1), ROUND) })],
    ['was copied from another hotkey', () => ({ commit: sealRow(row(), ROUND, validatorB.hotkey) })],
    ['names a uid twice', () => ({ commit: sealRow(row({ uids: [3, 3] }), ROUND) })],
    ['comes from a miner', () => ({ who: miners[0]!.hotkey, commit: sealRow(row(), ROUND, miners[0]!.hotkey) })],
  ]
  test.each(dropped)('and drops what %s, without keeping others from theirs', (_, change) => {
    const h = commitRevealHarness()
    expect(commit(h, change())).toBe('ok')
    expect(commit(h, { who: validatorB.hotkey, commit: sealRow(row(), ROUND, validatorB.hotkey) })).toBe('ok')
    storePulse(h, ROUND)
    toNextEpoch(h)
    expect(weights(h)).toEqual(EMPTY)
    expect(weights(h, 3)).toEqual(EMPTY)
    expect(weights(h, 2)).toEqual(REVEALED)
    expect(queues(h)).toEqual([])
  })

  test('with the epoch of its subnet where that must wait a block', () => {
    const h = commitRevealHarness()
    expect(commit(h)).toBe('ok')
    storePulse(h, ROUND)
    // Subnet 1 takes the one place of the block.
    storage.MaxEpochsPerBlock.put(h.state, [], 1)
    const due = Number(storage.LastEpochBlock.get(h.state, NETUID)) + 10
    h.toBlock(due - 1)
    storage.PendingEpochAt.put(h.state, [1], BigInt(due))
    h.nextBlock()
    expect(h.eventNames()).toContain('SubtensorModule.EpochDeferred')
    expect(weights(h)).toEqual(EMPTY)
    h.nextBlock()
    expect(weights(h)).toEqual(REVEALED)
    expect(storage.LastEpochBlock.get(h.state, NETUID)).toBe(BigInt(due + 1))
  })

  test('for each mechanism by itself', () => {
    const h = commitRevealHarness()
    storage.MechanismCountCurrent.put(h.state, [NETUID], 2)
    const args = {
      netuid: NETUID,
      mecid: 1,
      commit: sealRow(row(), ROUND),
      reveal_round: ROUND,
      commit_reveal_version: 4,
    }
    expect(h.call(h.subtensor.calls.commit_timelocked_mechanism_weights, validatorA.hotkey, args)).toBe('ok')
    expect(queues(h, 4096 + NETUID)).toHaveLength(1)
    storePulse(h, ROUND)
    toNextEpoch(h)
    expect(weights(h)).toEqual(EMPTY)
    expect(storage.Weights.get(h.state, 4096 + NETUID, 1)).toEqual(REVEALED)
  })
})
