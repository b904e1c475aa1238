import { beforeAll, describe, expect, test } from 'vitest'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { commitRevealHarness, hashOf, type Row, row, toNextEpoch } from '../../../../support/commit-reveal.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { NETUID, owner, validatorA } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const SECOND = 3

/** The usual subnet and a second one, on which validator A is uid 1 and has a permit. Weights are set directly. */
function twoSubnets(): PalletHarness {
  const h = commitRevealHarness()
  const { calls } = h.subtensor
  expect(h.call(calls.register_network, owner.coldkey, { hotkey: account(777) })).toBe('ok')
  expect(h.call(calls.burned_register, validatorA.coldkey, { netuid: SECOND, hotkey: validatorA.hotkey })).toBe('ok')
  storage.ValidatorPermit.put(h.state, [SECOND], [false, true])
  for (const netuid of [NETUID, SECOND]) {
    storage.CommitRevealWeightsEnabled.put(h.state, [netuid], false)
    storage.WeightsSetRateLimit.put(h.state, [netuid], 0n)
  }
  h.clearEvents()
  return h
}
const moduleError = (index: number) => ({ tag: 'Module', value: [{ index: 7, error: Uint8Array.of(index, 0, 0, 0) }] })
const told = (h: PalletHarness) => h.events.map(({ name, data }) => [name, data])

describe('batch_set_weights', () => {
  const set = (
    h: PalletHarness,
    args: { netuids: number[]; weights?: (readonly [number, number])[][]; keys?: bigint[] },
  ) =>
    h.call(h.subtensor.calls.batch_set_weights, validatorA.hotkey, {
      netuids: args.netuids,
      weights: args.weights ?? args.netuids.map(() => [[0, 5]]),
      version_keys: args.keys ?? args.netuids.map(() => 0n),
    })

  test('sets rows on several subnets', () => {
    const h = twoSubnets()
    expect(
      set(h, {
        netuids: [NETUID, SECOND],
        weights: [
          [
            [3, 1],
            [4, 2],
          ],
          [[0, 9]],
        ],
      }),
    ).toBe('ok')
    expect(storage.Weights.get(h.state, NETUID, 1)).toEqual({
      columns: Uint16Array.of(3, 4),
      values: Uint16Array.of(32_768, 65_535),
    })
    expect(storage.Weights.get(h.state, SECOND, 1).columns).toEqual(Uint16Array.of(0))
    expect(told(h)).toEqual([
      ['WeightsSet', [NETUID, 1]],
      ['WeightsSet', [SECOND, 1]],
      ['BatchWeightsCompleted', [[NETUID, SECOND], validatorA.hotkey]],
    ])
  })

  test('tells of items that fail and sets the others', () => {
    const h = twoSubnets()
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], true)
    expect(set(h, { netuids: [NETUID, SECOND, 9, 0] })).toBe('ok')
    expect(storage.Weights.get(h.state, NETUID, 1).columns).toHaveLength(0)
    expect(storage.Weights.get(h.state, SECOND, 1).columns).toHaveLength(1)
    expect(told(h)).toEqual([
      ['BatchCompletedWithErrors', []],
      ['BatchWeightItemFailed', [NETUID, moduleError(53)]],
      ['WeightsSet', [SECOND, 1]],
      ['BatchWeightItemFailed', [9, moduleError(53)]],
      ['BatchWeightItemFailed', [0, moduleError(53)]],
      ['BatchWeightsCompleted', [[NETUID, SECOND, 9, 0], validatorA.hotkey]],
    ])
  })

  test('needs a signed origin, then lists of one length', () => {
    const h = twoSubnets()
    const { batch_set_weights: call } = h.subtensor.calls
    expect(h.call(call, 'root', { netuids: [1], weights: [], version_keys: [] })).toBe('BadOrigin')
    const before = h.state.root(1)
    for (const args of [{ weights: [] }, { keys: [] }, { keys: [0n, 0n] }])
      expect(set(h, { netuids: [NETUID], ...args })).toBe('SubtensorModule.InputLengthsUnequal')
    expect(h.state.root(1)).toEqual(before)
  })

  test('may be empty', () => {
    const h = twoSubnets()
    expect(set(h, { netuids: [] })).toBe('ok')
    expect(told(h)).toEqual([['BatchWeightsCompleted', [[], validatorA.hotkey]]])
  })
})

describe('batch_commit_weights', () => {
  test('commits where it can', () => {
    const h = twoSubnets()
    storage.CommitRevealWeightsEnabled.put(h.state, [SECOND], true)
    const hashes = [hashOf(row()), hashOf(row({ salt: [1] }))]
    const { batch_commit_weights: call } = h.subtensor.calls
    expect(h.call(call, validatorA.hotkey, { netuids: [NETUID, SECOND], commit_hashes: hashes })).toBe('ok')
    expect(storage.WeightCommits.get(h.state, NETUID, validatorA.hotkey)).toBeUndefined()
    expect(storage.WeightCommits.get(h.state, SECOND, validatorA.hotkey)?.[0]?.[0]).toEqual(hashes[1])
    expect(told(h)).toEqual([
      ['BatchCompletedWithErrors', []],
      ['BatchWeightItemFailed', [NETUID, moduleError(54)]],
      ['WeightsCommitted', [validatorA.hotkey, SECOND, hashes[1]]],
      ['BatchWeightsCompleted', [[NETUID, SECOND], validatorA.hotkey]],
    ])
  })

  test('needs a signed origin, then a hash for each subnet', () => {
    const h = twoSubnets()
    const { batch_commit_weights: call } = h.subtensor.calls
    expect(h.call(call, 'root', { netuids: [1], commit_hashes: [] })).toBe('BadOrigin')
    expect(h.call(call, validatorA.hotkey, { netuids: [1], commit_hashes: [] })).toBe(
      'SubtensorModule.InputLengthsUnequal',
    )
  })
})

describe('batch_reveal_weights', () => {
  const rows = [1, 2, 3].map((salt) => row({ salt: [salt] }))
  const reveal = (h: PalletHarness, of: readonly Row[]) =>
    h.call(h.subtensor.calls.batch_reveal_weights, validatorA.hotkey, {
      netuid: NETUID,
      uids_list: of.map(({ uids }) => uids),
      values_list: of.map(({ values }) => values),
      salts_list: of.map(({ salt }) => salt),
      version_keys: of.map(({ version_key }) => version_key),
    })
  function committed(of: readonly Row[] = rows): PalletHarness {
    const h = commitRevealHarness()
    for (const one of of)
      expect(
        h.call(h.subtensor.calls.commit_weights, validatorA.hotkey, { netuid: NETUID, commit_hash: hashOf(one) }),
      ).toBe('ok')
    return h
  }
  const queue = (h: PalletHarness) => storage.WeightCommits.get(h.state, NETUID, validatorA.hotkey)

  test('reveals several and leaves the others, also older ones', () => {
    const h = committed()
    toNextEpoch(h)
    h.clearEvents()
    expect(reveal(h, [rows[2]!, rows[1]!])).toBe('ok')
    expect(queue(h)?.map(([hash]) => hash)).toEqual([hashOf(rows[0]!)])
    expect(told(h)).toEqual([
      ['WeightsSet', [NETUID, 1]],
      ['WeightsSet', [NETUID, 1]],
      ['WeightsBatchRevealed', [validatorA.hotkey, NETUID, [hashOf(rows[2]!), hashOf(rows[1]!)]]],
    ])
    expect(reveal(h, [rows[0]!])).toBe('ok')
    expect(queue(h)).toBeUndefined()
  })

  test.each([
    ['too early', 0, rows, 'RevealTooEarly'],
    ['too late', 2, rows, 'ExpiredWeightCommit'],
    ['one that was never committed', 1, [rows[0]!, row({ salt: [99] })], 'InvalidRevealCommitHashNotMatch'],
    ['one twice', 1, [rows[0]!, rows[0]!], 'InvalidRevealCommitHashNotMatch'],
  ] as const)('refuses all for %s', (_, epochs, of, error) => {
    const h = committed()
    for (let i = 0; i < epochs; i++) toNextEpoch(h)
    const before = h.state.root(1)
    expect(reveal(h, of)).toBe(`SubtensorModule.${error}`)
    expect(h.state.root(1)).toEqual(before)
  })

  test('undoes rows that were set before a bad one', () => {
    const bad = row({ uids: [3, 3] })
    const h = committed([rows[0]!, bad])
    toNextEpoch(h)
    const before = h.state.root(1)
    expect(reveal(h, [rows[0]!, bad])).toBe('SubtensorModule.DuplicateUids')
    expect(h.state.root(1)).toEqual(before)
  })

  test('asks in order: lengths, origin, commit and reveal, a queue', () => {
    const h = commitRevealHarness()
    const { batch_reveal_weights: call } = h.subtensor.calls
    const args = { netuid: NETUID, uids_list: [[]], values_list: [[]], salts_list: [[]], version_keys: [0n] }
    expect(h.call(call, 'root', { ...args, salts_list: [] })).toBe('SubtensorModule.InputLengthsUnequal')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
    expect(h.call(call, 'root', args)).toBe('BadOrigin')
    expect(h.call(call, validatorA.hotkey, args)).toBe('SubtensorModule.CommitRevealDisabled')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], true)
    expect(h.call(call, validatorA.hotkey, args)).toBe('SubtensorModule.NoWeightsCommitFound')
  })
})
