import { beforeAll, describe, expect, test } from 'vitest'
import { storage as balances } from '../../../../../chain/runtime/pallets/balances/storage.ts'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import type { PalletHarness } from '../../../../support/pallet-harness.ts'
import { miners, NETUID, populatedHarness, subnetHarness, TAO } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const PER_BLOCK = { owner: 179_995_422n, half: 410_002_288n }

function expectConserved(h: PalletHarness) {
  const { total, issuance } = issuanceBreakdown(h.state)
  expect(total).toBe(issuance)
  expect(storage.TotalIssuance.get(h.state)).toBe(issuance)
}
describe('one block', () => {
  test('adds the known shares to what is pending and to issuance', () => {
    const h = subnetHarness()
    const before = issuanceBreakdown(h.state)
    h.nextBlock()
    expect(storage.PendingOwnerCut.get(h.state, NETUID)).toBe(PER_BLOCK.owner)
    expect(storage.PendingServerEmission.get(h.state, NETUID)).toBe(PER_BLOCK.half)
    expect(storage.PendingValidatorEmission.get(h.state, NETUID)).toBe(PER_BLOCK.half)
    expect(storage.SubnetAlphaOut.get(h.state, NETUID)).toBe(TAO)
    const after = issuanceBreakdown(h.state)
    expect(after.issuance - before.issuance).toBe(999_999_998n)
    expect(after.pending - before.pending).toBe(999_999_998n)
    expectConserved(h)
  })

  test('adds nothing for a subnet that has not started or takes no registrations', () => {
    const h = subnetHarness()
    storage.NetworkRegistrationAllowed.put(h.state, [NETUID], false)
    const before = balances.TotalIssuance.get(h.state)
    h.toBlock(5)
    expect(balances.TotalIssuance.get(h.state)).toBe(before)
    expectConserved(h)
  })

  test('halves with the supply of the subnet that is left', () => {
    const h = subnetHarness()
    storage.SubnetAlphaOut.put(h.state, [NETUID], 10_500_000_000_000_000n)
    h.nextBlock()
    expect(storage.SubnetAlphaOutEmission.get(h.state, NETUID)).toBe(500_000_000n)
  })

  test('leaves the owner cut out where it is off', () => {
    const h = subnetHarness()
    storage.OwnerCutEnabled.put(h.state, [NETUID], false)
    h.nextBlock()
    expect(storage.PendingOwnerCut.get(h.state, NETUID)).toBe(0n)
    expect(storage.PendingServerEmission.get(h.state, NETUID)).toBe(500_000_000n)
  })

  test('lets the registration price fall and the moving price rise', () => {
    const h = subnetHarness()
    h.nextBlock()
    expect(storage.Burn.get(h.state, NETUID)).toBe(998_076_443n)
    h.nextBlock()
    expect(storage.Burn.get(h.state, NETUID)).toBe(996_156_586n)
    const price = storage.SubnetMovingPrice.get(h.state, NETUID)
    h.toBlock(300)
    expect(storage.SubnetMovingPrice.get(h.state, NETUID)).toBeGreaterThan(price)
  })
})

describe('the schedule', () => {
  test('runs an epoch every tempo blocks from the block of registration on', () => {
    // Registered in block 1 with netuid 2, so the count begins at block 0 (never before it).
    const h = populatedHarness()
    const epochs: number[] = []
    for (let block = 2; block <= 31; block++) {
      const index = storage.SubnetEpochIndex.get(h.state, NETUID)
      h.toBlock(block)
      if (storage.SubnetEpochIndex.get(h.state, NETUID) > index) epochs.push(block)
    }
    expect(epochs).toEqual([10, 20, 30])
    expect(storage.BlocksSinceLastStep.get(h.state, NETUID)).toBe(1n)
    expect(storage.LastMechansimStepBlock.get(h.state, NETUID)).toBe(30n)
  })

  test('never runs one for tempo 0 and runs one that was asked for', () => {
    const h = populatedHarness()
    storage.Tempo.put(h.state, [NETUID], 0)
    h.toBlock(15)
    expect(storage.SubnetEpochIndex.get(h.state, NETUID)).toBe(0n)
    storage.Tempo.put(h.state, [NETUID], 100)
    storage.PendingEpochAt.put(h.state, [NETUID], 17n)
    h.toBlock(17)
    expect(storage.SubnetEpochIndex.get(h.state, NETUID)).toBe(1n)
    expect(storage.PendingEpochAt.get(h.state, NETUID)).toBe(0n)
  })

  test('defers what is too much for one block', () => {
    const h = populatedHarness()
    storage.MaxEpochsPerBlock.put(h.state, [], 0)
    h.toBlock(9)
    h.clearEvents()
    h.nextBlock()
    expect(h.events).toContainEqual({
      pallet: 'SubtensorModule',
      name: 'EpochDeferred',
      data: { netuid: NETUID, from_block: 10n, to_block: 11n },
    })
    storage.MaxEpochsPerBlock.put(h.state, [], 1)
    h.nextBlock()
    expect(storage.SubnetEpochIndex.get(h.state, NETUID)).toBe(1n)
    expectConserved(h)
  })

  test('skips an epoch while a hotkey has two uids, and keeps what is pending', () => {
    const h = populatedHarness()
    storage.Keys.put(h.state, [NETUID, 5], miners[0]!.hotkey)
    h.toBlock(10)
    expect(h.eventNames()).toContain('SubtensorModule.EpochSkipped')
    expect(storage.PendingServerEmission.get(h.state, NETUID)).toBe(9n * PER_BLOCK.half)
    expect(storage.LastEpochBlock.get(h.state, NETUID)).toBe(10n)
    expectConserved(h)
  })
})
