import { beforeAll, describe, expect, test } from 'vitest'
import type { Data } from '../../../../../chain/runtime/pallets/commitments/data.ts'
import { commitments } from '../../../../../chain/runtime/pallets/commitments/index.ts'
import { storage } from '../../../../../chain/runtime/pallets/commitments/storage.ts'
import { storage as subtensor } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { forgetSubnet } from '../../../../../chain/runtime/pallets/subtensor/subnets/forget.ts'
import { utf8 } from '../../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { commitRevealHarness, sealBytes, storePulse, toNextEpoch } from '../../../../support/commit-reveal.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { miners, NETUID } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const [miner, other] = miners.map(({ hotkey }) => hotkey) as [Uint8Array, Uint8Array]
const text = (bytes: string | number): Data => ({
  tag: 'BigRaw',
  bytes: typeof bytes === 'string' ? utf8(bytes) : new Uint8Array(bytes),
})
const locked = (plaintext: string, round: bigint): Data => ({
  tag: 'TimelockEncrypted',
  encrypted: sealBytes(utf8(plaintext), round),
  revealRound: round,
})
const commit = (h: PalletHarness, fields: readonly Data[], who: Uint8Array | 'root' = miner) =>
  h.call(commitments.calls.set_commitment, who, { netuid: NETUID, info: { fields } })
const of = (h: PalletHarness, who = miner) => storage.CommitmentOf.get(h.state, NETUID, who)
const used = (h: PalletHarness) => storage.UsedSpaceOf.get(h.state, NETUID, miner)?.used_space
const reveal = (h: PalletHarness) => commitments.hooks.onInitialize(h.context())
const told = (h: PalletHarness) =>
  h.events.filter(({ pallet }) => pallet === 'Commitments').map(({ name, data }) => [name, data])
const revealed = (h: PalletHarness) =>
  storage.RevealedCommitments.get(h.state, NETUID, miner)?.map(([bytes, block]) => [
    Buffer.from(bytes).toString(),
    block,
  ])

describe('set_commitment', () => {
  test('stores what a neuron commits and replaces what it committed before', () => {
    const h = commitRevealHarness()
    h.toBlock(4)
    expect(commit(h, [text('v1')])).toBe('ok')
    expect(of(h)).toEqual({ deposit: 0n, block: 4, info: { fields: [text('v1')] } })
    expect(storage.LastCommitment.get(h.state, NETUID, miner)).toBe(4)
    h.toBlock(5)
    expect(commit(h, [{ tag: 'None' }])).toBe('ok')
    expect(of(h)).toEqual({ deposit: 0n, block: 5, info: { fields: [{ tag: 'None' }] } })
    expect(told(h)).toEqual(Array(2).fill(['Commitment', { netuid: NETUID, who: miner }]))
  })

  test.each<[string, readonly Data[], Uint8Array | 'root', string]>([
    ['an origin that is no hotkey', [], 'root', 'BadOrigin'],
    ['a stranger', Array(4).fill(text(0)), account(999), 'Commitments.AccountNotAllowedCommit'],
    ['too many fields', Array(4).fill(text(512)), miner, 'Commitments.TooManyFieldsInCommitmentInfo'],
  ])('refuses %s and changes nothing', (_, fields, who, error) => {
    const h = commitRevealHarness()
    const before = h.state.root(1)
    expect(commit(h, fields, who)).toBe(error)
    expect(h.state.root(1)).toEqual(before)
  })

  test('has room for 3100 bytes an epoch, where the least counts 100', () => {
    const h = commitRevealHarness()
    expect(commit(h, [text(3)])).toBe('ok')
    expect(used(h)).toBe(100n)
    for (let i = 0; i < 5; i++) expect(commit(h, [text(500), text(100)])).toBe('ok')
    expect(used(h)).toBe(3_100n)
    const before = h.state.root(1)
    expect(commit(h, [])).toBe('Commitments.SpaceLimitExceeded')
    subtensor.BondsResetOn.put(h.state, [NETUID], true)
    subtensor.BondsResetOn.put(h.state, [NETUID], false)
    expect(commit(h, [{ tag: 'ResetBondsFlag' }])).toBe('Commitments.SpaceLimitExceeded')
    subtensor.BondsResetOn.remove(h.state, NETUID)
    expect(h.state.root(1)).toEqual(before)
    expect(commit(h, [], other)).toBe('ok')
    toNextEpoch(h)
    expect(commit(h, [text(512), text(512), text(512)])).toBe('ok')
    expect(used(h)).toBe(1_536n)
  })

  test('set_max_space is for root', () => {
    const h = commitRevealHarness()
    const { set_max_space: call } = commitments.calls
    expect(h.call(call, miner, { new_limit: 1 })).toBe('BadOrigin')
    expect(h.call(call, 'root', { new_limit: 99 })).toBe('ok')
    expect(commit(h, [])).toBe('Commitments.SpaceLimitExceeded')
    expect(h.call(call, 'root', { new_limit: 100 })).toBe('ok')
    expect(commit(h, [])).toBe('ok')
  })
})

describe('the flag that resets bonds', () => {
  const bonds = (h: PalletHarness, index = NETUID) =>
    [1, 2].map((uid) => {
      const { columns, values } = subtensor.Bonds.get(h.state, index, uid)
      return [[...columns], [...values]]
    })
  function bonded(isOn: boolean): PalletHarness {
    const h = commitRevealHarness()
    subtensor.BondsResetOn.put(h.state, [NETUID], isOn)
    subtensor.MechanismCountCurrent.put(h.state, [NETUID], 2)
    for (const index of [NETUID, 4096 + NETUID])
      for (const uid of [1, 2])
        subtensor.Bonds.put(h.state, [index, uid], { columns: Uint16Array.of(4, 3), values: Uint16Array.of(7, 9) })
    return h
  }

  test('forgets the bonds to the miner in all mechanisms, where the subnet allows it', () => {
    const h = bonded(true)
    expect(commit(h, [text('new model'), { tag: 'ResetBondsFlag' }])).toBe('ok')
    const without = [
      [[4], [7]],
      [[4], [7]],
    ]
    expect([bonds(h), bonds(h, 4096 + NETUID)]).toEqual([without, without])
    expect(storage.LastBondsReset.get(h.state, NETUID, miner)).toBe(h.block())
  })

  test('does nothing where it does not, and nothing when it is missing', () => {
    const h = bonded(false)
    const before = bonds(h)
    expect(commit(h, [{ tag: 'ResetBondsFlag' }])).toBe('ok')
    expect(bonds(h)).toEqual(before)
    subtensor.BondsResetOn.put(h.state, [NETUID], true)
    expect(commit(h, [text('news')])).toBe('ok')
    expect(bonds(h)).toEqual(before)
  })
})

test('commitments end with their subnet', () => {
  const h = commitRevealHarness()
  expect(commit(h, [text('open'), locked('never', 20n), { tag: 'ResetBondsFlag' }])).toBe('ok')
  forgetSubnet(h.state, NETUID)
  reveal(h)
  const items = [storage.CommitmentOf, storage.LastCommitment, storage.LastBondsReset, storage.UsedSpaceOf]
  for (const item of items) expect([...item.entries(h.state)], item.name).toEqual([])
  expect(storage.TimelockedIndex.get(h.state)).toEqual([])
})

describe('encrypted fields', () => {
  test('are opened when their round is there', () => {
    const h = commitRevealHarness()
    expect(commit(h, [locked('soon', 20n)])).toBe('ok')
    expect(told(h)).toEqual([['TimelockCommitment', { netuid: NETUID, who: miner, reveal_round: 20n }]])
    const before = h.state.root(1)
    reveal(h)
    expect(h.state.root(1)).toEqual(before)
    storePulse(h, 20n)
    h.clearEvents()
    reveal(h)
    expect(revealed(h)).toEqual([['soon', BigInt(h.block())]])
    expect(of(h)).toBeUndefined()
    expect(storage.TimelockedIndex.get(h.state)).toEqual([])
    expect(told(h)).toEqual([['CommitmentRevealed', { netuid: NETUID, who: miner }]])
  })

  test('leave the others in place, also those that must wait longer', () => {
    const h = commitRevealHarness()
    const later = locked('later', 21n)
    expect(commit(h, [text('open'), locked('now', 20n), later])).toBe('ok')
    storePulse(h, 20n)
    reveal(h)
    expect(of(h)?.info.fields).toEqual([text('open'), later])
    expect(storage.TimelockedIndex.get(h.state)).toEqual([[NETUID, miner]])
    storePulse(h, 21n)
    reveal(h)
    expect(of(h)?.info.fields).toEqual([text('open')])
    expect(storage.TimelockedIndex.get(h.state)).toEqual([])
    expect(revealed(h)?.map(([plain]) => plain)).toEqual(['now', 'later'])
  })

  test('that do not open are dropped', () => {
    const h = commitRevealHarness()
    const wrong = { ...locked('for another round', 30n), revealRound: 20n } as Data
    const broken: Data = { tag: 'TimelockEncrypted', encrypted: utf8('nonsense'), revealRound: 20n }
    expect(commit(h, [wrong, broken, locked('', 20n)])).toBe('ok')
    storePulse(h, 20n)
    reveal(h)
    expect(of(h)).toBeUndefined()
    expect(revealed(h)).toBeUndefined()
  })

  test('are kept by the last ten', () => {
    const h = commitRevealHarness()
    storePulse(h, 20n)
    for (let i = 0; i < 11; i++) {
      storage.UsedSpaceOf.remove(h.state, NETUID, miner)
      expect(commit(h, [locked(`no. ${i}`, 20n)])).toBe('ok')
      reveal(h)
    }
    expect(revealed(h)?.map(([plain]) => plain)).toEqual(Array.from({ length: 10 }, (_, i) => `no. ${i + 1}`))
  })

  test('are known by netuid and account, in order, until they are replaced', () => {
    const h = commitRevealHarness()
    for (const who of [other, miner, other]) expect(commit(h, [locked('x', 20n)], who)).toBe('ok')
    expect(storage.TimelockedIndex.get(h.state)).toEqual([
      [NETUID, miner],
      [NETUID, other],
    ])
    expect(commit(h, [text('open')], miner)).toBe('ok')
    expect(storage.TimelockedIndex.get(h.state)).toEqual([[NETUID, other]])
    storage.CommitmentOf.remove(h.state, NETUID, other)
    reveal(h)
    expect(storage.TimelockedIndex.get(h.state)).toEqual([])
  })
})
