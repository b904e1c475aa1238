import { beforeAll, describe, expect, test } from 'vitest'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { commitRevealHarness, hashOf, type Row, row, TEMPO, toNextEpoch } from '../../../../support/commit-reveal.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { miners, NETUID, validatorA, validatorB } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const commit = (h: PalletHarness, of: Row = row(), who = validatorA.hotkey) =>
  h.call(h.subtensor.calls.commit_weights, who, { netuid: NETUID, commit_hash: hashOf(of, who) })
const reveal = (h: PalletHarness, of: Row = row(), who = validatorA.hotkey) =>
  h.call(h.subtensor.calls.reveal_weights, who, { netuid: NETUID, ...of })
const queue = (h: PalletHarness, who = validatorA.hotkey) => storage.WeightCommits.get(h.state, NETUID, who)
const epoch = (h: PalletHarness) => storage.SubnetEpochIndex.get(h.state, NETUID)
/** A different row for each number. */
const numbered = (salt: number) => row({ salt: [salt] })

/** Runs a call that must fail with an error and leave no trace. */
function expectRefused(h: PalletHarness, run: () => string, error: string) {
  const before = h.state.root(1)
  const events = h.events.length
  expect(run()).toBe(`SubtensorModule.${error}`)
  expect(h.state.root(1)).toEqual(before)
  expect(h.events.length).toBe(events)
}

describe('commit_weights', () => {
  test('queues the hash with epoch and block and counts as an update', () => {
    const h = commitRevealHarness()
    h.toBlock(4)
    h.clearEvents()
    expect(commit(h)).toBe('ok')
    expect(queue(h)).toEqual([[hashOf(row()), epoch(h), 4n, 0n]])
    expect(storage.LastUpdate.get(h.state, NETUID)[1]).toBe(4n)
    expect(h.events).toEqual([
      { pallet: 'SubtensorModule', name: 'WeightsCommitted', data: [validatorA.hotkey, NETUID, hashOf(row())] },
    ])
    expect(storage.Weights.get(h.state, NETUID, 1).columns).toHaveLength(0)
  })

  const netuid = 9
  const stranger = account(999)
  test.each([
    ['a subnet that does not exist', { netuid }, 'MechanismDoesNotExist'],
    ['a stranger', { who: stranger }, 'HotKeyNotRegisteredInSubNet'],
  ] as const)('refuses %s', (_, change: { netuid?: number; who?: Uint8Array }, error) => {
    const h = commitRevealHarness()
    const { who = validatorA.hotkey, ...args } = change
    const run = () =>
      h.call(h.subtensor.calls.commit_weights, who, { netuid: NETUID, commit_hash: hashOf(row()), ...args })
    expectRefused(h, run, error)
  })

  test('asks in order: subnet, origin, commit and reveal, uid, rate limit', () => {
    const h = commitRevealHarness()
    const attempt = (who: Uint8Array | 'root', of = NETUID) =>
      h.call(h.subtensor.calls.commit_weights, who, { netuid: of, commit_hash: hashOf(row()) })
    expect(attempt('root', netuid)).toBe('SubtensorModule.MechanismDoesNotExist')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
    expect(attempt('root')).toBe('BadOrigin')
    expectRefused(h, () => attempt(stranger), 'CommitRevealDisabled')
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], true)
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 100n)
    expectRefused(h, () => attempt(stranger), 'HotKeyNotRegisteredInSubNet')
    expectRefused(h, () => attempt(validatorA.hotkey), 'CommittingWeightsTooFast')
  })

  test('keeps the rate limit between commits', () => {
    const h = commitRevealHarness()
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 3n)
    h.toBlock(5)
    expect(commit(h)).toBe('ok')
    h.toBlock(7)
    expectRefused(h, () => commit(h, numbered(1)), 'CommittingWeightsTooFast')
    h.toBlock(8)
    expect(commit(h, numbered(1))).toBe('ok')
  })

  test('takes ten that wait, and more once the oldest expired', () => {
    const h = commitRevealHarness()
    for (let i = 0; i < 10; i++) expect(commit(h, numbered(i))).toBe('ok')
    expectRefused(h, () => commit(h, numbered(10)), 'TooManyUnrevealedCommits')
    toNextEpoch(h)
    expectRefused(h, () => commit(h, numbered(10)), 'TooManyUnrevealedCommits')
    toNextEpoch(h)
    expect(commit(h, numbered(10))).toBe('ok')
    expect(queue(h)).toHaveLength(1)
  })

  test('in the block of an epoch belongs to the epoch that begins', () => {
    const h = commitRevealHarness()
    const before = epoch(h)
    toNextEpoch(h)
    expect(commit(h)).toBe('ok')
    expect(queue(h)?.[0]?.[1]).toBe(before + 1n)
  })
})

describe('reveal_weights', () => {
  test('sets the row after the reveal period, scaled, and leaves the time of the update to the commit', () => {
    const h = commitRevealHarness()
    expect(commit(h)).toBe('ok')
    toNextEpoch(h)
    h.clearEvents()
    expect(reveal(h)).toBe('ok')
    expect(storage.Weights.get(h.state, NETUID, 1)).toEqual({
      columns: Uint16Array.of(3, 4),
      values: Uint16Array.of(32_768, 65_535),
    })
    expect(storage.LastUpdate.get(h.state, NETUID)[1]).toBe(1n)
    expect(queue(h)).toBeUndefined()
    expect(h.events.map(({ name, data }) => [name, data])).toEqual([
      ['WeightsSet', [NETUID, 1]],
      ['WeightsRevealed', [validatorA.hotkey, NETUID, hashOf(row())]],
    ])
  })

  test('is open in one epoch alone', () => {
    const h = commitRevealHarness()
    storage.RevealPeriodEpochs.put(h.state, [NETUID], 2n)
    expect(commit(h)).toBe('ok')
    expectRefused(h, () => reveal(h), 'RevealTooEarly')
    toNextEpoch(h)
    expectRefused(h, () => reveal(h), 'RevealTooEarly')
    toNextEpoch(h)
    for (let i = 1; i < TEMPO; i++) h.nextBlock()
    const last = h.state.root(1)
    h.state.begin()
    expect(reveal(h)).toBe('ok')
    h.state.rollback()
    expect(h.state.root(1)).toEqual(last)
    h.nextBlock()
    expectRefused(h, () => reveal(h), 'ExpiredWeightCommit')
  })

  test('forgets older commits and keeps newer ones', () => {
    const h = commitRevealHarness()
    for (let i = 0; i < 4; i++) expect(commit(h, numbered(i))).toBe('ok')
    toNextEpoch(h)
    expect(commit(h, numbered(4))).toBe('ok')
    expect(reveal(h, numbered(2))).toBe('ok')
    expect(queue(h)?.map(([hash]) => hash)).toEqual([hashOf(numbered(3)), hashOf(numbered(4))])
    expectRefused(h, () => reveal(h, numbered(0)), 'InvalidRevealCommitHashNotMatch')
    expectRefused(h, () => reveal(h, numbered(4)), 'RevealTooEarly')
    expect(reveal(h, numbered(3))).toBe('ok')
  })

  test('says what became of a commit', () => {
    const h = commitRevealHarness()
    expectRefused(h, () => reveal(h), 'NoWeightsCommitFound')
    expect(commit(h, numbered(1))).toBe('ok')
    toNextEpoch(h)
    toNextEpoch(h)
    // All are expired: the one asked for, or another.
    expectRefused(h, () => reveal(h, numbered(1)), 'ExpiredWeightCommit')
    expectRefused(h, () => reveal(h, numbered(2)), 'NoWeightsCommitFound')
    // A newer one waits.
    h.state.begin()
    storage.WeightCommits.mutate(h.state, [NETUID, validatorA.hotkey], (old = []) => [
      ...old,
      [hashOf(numbered(3)), epoch(h), 1n, 0n],
    ])
    expectRefused(h, () => reveal(h, numbered(1)), 'ExpiredWeightCommit')
    expectRefused(h, () => reveal(h, numbered(2)), 'InvalidRevealCommitHashNotMatch')
    h.state.rollback()
  })

  test('needs a signed origin and commit and reveal', () => {
    const h = commitRevealHarness()
    storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
    expect(h.call(h.subtensor.calls.reveal_weights, 'root', { netuid: NETUID, ...row() })).toBe('BadOrigin')
    expectRefused(h, () => reveal(h), 'CommitRevealDisabled')
  })

  test.each([
    ['lengths that differ', row({ values: [1] }), 'WeightVecNotEqualSize'],
    [
      'too many uids',
      row({ uids: [0, 1, 2, 3, 4, 5, 5], values: [1, 1, 1, 1, 1, 1, 1] }),
      'UidsLengthExceedUidsInSubNet',
    ],
    ['a uid twice', row({ uids: [3, 3] }), 'DuplicateUids'],
    ['a uid that does not exist', row({ uids: [3, 6] }), 'UidVecContainInvalidOne'],
    ['an old version key', row({ version_key: 4n }), 'IncorrectWeightVersionKey'],
  ])('checks the row only now: %s', (_, bad, error) => {
    const h = commitRevealHarness()
    if (error === 'IncorrectWeightVersionKey') storage.WeightsVersionKey.put(h.state, [NETUID], 5n)
    expect(commit(h, bad)).toBe('ok')
    toNextEpoch(h)
    expectRefused(h, () => reveal(h, bad), error)
    expect(queue(h)).toHaveLength(1)
  })

  test('needs permit and stake at the time of the reveal', () => {
    const h = commitRevealHarness()
    const who = miners[0]!.hotkey
    expect(commit(h, row(), who)).toBe('ok')
    toNextEpoch(h)
    storage.ValidatorPermit.put(h.state, [NETUID], [true, true, true, false, false, false])
    expectRefused(h, () => reveal(h, row(), who), 'NeuronNoValidatorPermit')
    storage.StakeThreshold.put(h.state, [], 1n)
    expectRefused(h, () => reveal(h, row(), who), 'NotEnoughStakeToSetWeights')
  })

  test('belongs to the hotkey that committed', () => {
    const h = commitRevealHarness()
    expect(commit(h)).toBe('ok')
    toNextEpoch(h)
    expectRefused(h, () => reveal(h, row(), validatorB.hotkey), 'NoWeightsCommitFound')
  })
})

describe('mechanisms', () => {
  test('have queues and rate limits of their own', () => {
    const h = commitRevealHarness()
    const { commit_mechanism_weights: commitTo, reveal_mechanism_weights: revealOf } = h.subtensor.calls
    const args = { netuid: NETUID, mecid: 1 }
    const hash = hashOf(row(), validatorA.hotkey, 4096 + NETUID)
    expectRefused(h, () => h.call(commitTo, validatorA.hotkey, { ...args, commit_hash: hash }), 'MechanismDoesNotExist')
    storage.MechanismCountCurrent.put(h.state, [NETUID], 2)
    storage.WeightsSetRateLimit.put(h.state, [NETUID], 100n)
    h.toBlock(3)
    expect(h.call(commitTo, validatorA.hotkey, { ...args, commit_hash: hash })).toBe('ok')
    expect(storage.LastUpdate.get(h.state, 4096 + NETUID)).toEqual([0n, 3n])
    expect(storage.LastUpdate.get(h.state, NETUID)[1]).toBe(1n)
    expect(queue(h)).toBeUndefined()
    toNextEpoch(h)
    expect(h.call(revealOf, validatorA.hotkey, { ...args, ...row() })).toBe('ok')
    expect(storage.Weights.get(h.state, 4096 + NETUID, 1).columns).toEqual(Uint16Array.of(3, 4))
    expect(storage.Weights.get(h.state, NETUID, 1).columns).toHaveLength(0)
  })
})
