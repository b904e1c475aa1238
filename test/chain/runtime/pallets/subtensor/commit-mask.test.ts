import { beforeAll, describe, expect, test } from 'vitest'
import { replaceNeuron } from '../../../../../chain/runtime/pallets/subtensor/registration/neuron-slots.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { commitBlocks } from '../../../../../chain/runtime/pallets/subtensor/weights/commit-blocks.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import {
  commitRevealHarness,
  hashOf,
  row,
  sealRow,
  storePulse,
  toNextEpoch,
} from '../../../../support/commit-reveal.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { NETUID, validatorA } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const ROUND = 50n
const hotkeys = (h: PalletHarness) => Array.from({ length: 6 }, (_, uid) => storage.Keys.get(h.state, NETUID, uid))
const commits = (h: PalletHarness) =>
  commitBlocks(h.state, { netuid: NETUID, index: NETUID, block: h.block(), hotkeys: hotkeys(h) })
const commitHash = (h: PalletHarness, of = row()) =>
  h.call(h.subtensor.calls.commit_weights, validatorA.hotkey, { netuid: NETUID, commit_hash: hashOf(of) })
const commitTimelocked = (h: PalletHarness) =>
  h.call(h.subtensor.calls.commit_timelocked_weights, validatorA.hotkey, {
    netuid: NETUID,
    commit: sealRow(row(), ROUND),
    reveal_round: ROUND,
    commit_reveal_version: 4,
  })
const incentive = (h: PalletHarness) => storage.Incentive.get(h.state, NETUID)

/** The miner at uid 4, which the rows weight twice as much as uid 3, loses its place to another. */
const replaceMiner = (h: PalletHarness) =>
  replaceNeuron(h.state, { netuid: NETUID, hotkey: account(555), block: h.block() }, 4)

describe('a neuron that takes a uid between commit and reveal', () => {
  test('gets none of the weight that was meant for its predecessor: hash commits', () => {
    const h = commitRevealHarness()
    h.nextBlock()
    expect(commitHash(h)).toBe('ok')
    h.nextBlock()
    replaceMiner(h)
    toNextEpoch(h)
    expect(h.call(h.subtensor.calls.reveal_weights, validatorA.hotkey, { netuid: NETUID, ...row() })).toBe('ok')
    expect(storage.Weights.get(h.state, NETUID, 1).columns).toEqual(Uint16Array.of(3, 4))
    for (let i = 0; i < 3; i++) {
      toNextEpoch(h)
      expect(incentive(h)[3]).toBe(65_535)
      expect(incentive(h)[4]).toBe(0)
    }
  })

  test('gets none of the weight that was meant for its predecessor: timelocked commits', () => {
    const h = commitRevealHarness()
    h.nextBlock()
    expect(commitTimelocked(h)).toBe('ok')
    storePulse(h, ROUND)
    h.nextBlock()
    replaceMiner(h)
    toNextEpoch(h)
    expect(storage.Weights.get(h.state, NETUID, 1).columns).toEqual(Uint16Array.of(3, 4))
    expect(incentive(h)).toEqual([0, 0, 0, 65_535, 0, 0])
  })

  test('has its weight once a commit is younger than it', () => {
    const h = commitRevealHarness()
    replaceMiner(h)
    h.nextBlock()
    expect(commitTimelocked(h)).toBe('ok')
    storePulse(h, ROUND)
    toNextEpoch(h)
    expect(incentive(h)[4]).toBeGreaterThan(incentive(h)[3]!)
  })

  test('is not weighted by an older row either while an older commit waits', () => {
    const h = commitRevealHarness()
    storage.RevealPeriodEpochs.put(h.state, [NETUID], 4n)
    h.nextBlock()
    expect(commitHash(h)).toBe('ok')
    h.nextBlock()
    replaceMiner(h)
    // A row whose last update is after the registration, as a later commit makes it.
    storage.Weights.put(h.state, [NETUID, 1], { columns: Uint16Array.of(3, 4), values: Uint16Array.of(1, 2) })
    storage.LastUpdate.put(h.state, [NETUID], [1n, BigInt(h.block() + 1), 1n, 1n, 1n, 1n])
    toNextEpoch(h)
    expect(incentive(h)).toEqual([0, 0, 0, 65_535, 0, 0])
    // Without commit and reveal, the row alone decides.
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
    toNextEpoch(h)
    expect(incentive(h)[4]).toBeGreaterThan(0)
  })
})

describe('the oldest commit of each uid', () => {
  test('is the first of those that can still be revealed, of either kind', () => {
    const h = commitRevealHarness()
    expect(commits(h)).toEqual(Array(6).fill(undefined))
    h.toBlock(3)
    expect(commitTimelocked(h)).toBe('ok')
    expect(commits(h)[1]).toBe(3)
    h.toBlock(4)
    expect(commitHash(h)).toBe('ok')
    expect(commits(h)[1]).toBe(3)
    toNextEpoch(h)
    const next = h.block()
    expect(commitHash(h, row({ salt: [1] }))).toBe('ok')
    expect(commits(h)[1]).toBe(3)
    toNextEpoch(h)
    expect(commits(h)[1]).toBe(next)
    toNextEpoch(h)
    expect(commits(h)).toEqual(Array(6).fill(undefined))
  })
})
