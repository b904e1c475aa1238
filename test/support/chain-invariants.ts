import { expect } from 'vitest'
import type { Storage } from '../../chain/interface.ts'
import { totalBalance } from '../../chain/runtime/pallets/balances/account.ts'
import { issuanceBreakdown } from '../../chain/runtime/pallets/subtensor/issuance.ts'
import { hasPool } from '../../chain/runtime/pallets/subtensor/pool/pool.ts'
import { stakeOf } from '../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../chain/runtime/pallets/subtensor/storage.ts'
import { allNetuids, mechanismIndices, subnetAccount } from '../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { toBareHex } from '../../shared/bytes.ts'

/** Every rao of TAO and of each subnet token is in one place, and the counters say so. */
export function expectConserved(state: Storage): void {
  const { total, issuance, stake, tokens } = issuanceBreakdown(state)
  expect(total).toBe(issuance)
  expect(storage.TotalStake.get(state)).toBe(stake)
  for (const token of tokens) {
    expect([token.netuid, token.total, token.counted]).toEqual([token.netuid, token.issuance, token.issuance])
    expect(totalBalance(state, subnetAccount(token.netuid))).toBeGreaterThanOrEqual(
      storage.SubnetTAO.get(state, token.netuid),
    )
  }
  let onRoot = 0n
  for (const [[, netuid], amount] of storage.TotalHotkeyAlpha.entries(state)) if (netuid === 0) onRoot += amount
  expect(storage.SubnetTAO.get(state, 0)).toBe(onRoot)
}

/** What several storage items say about the same thing agrees. */
export function expectConsistent(state: Storage): void {
  const netuids = allNetuids(state)
  expect(storage.TotalNetworks.get(state)).toBe(netuids.length)
  for (const netuid of netuids) expectNeurons(state, netuid)
  expectStakes(state, new Set(netuids))
  expectFamilies(state)
  expectRootStakers(state)
}

function expectNeurons(state: Storage, netuid: number): void {
  const n = storage.SubnetworkN.get(state, netuid)
  const keys = [...storage.Keys.entries(state, netuid)].map(([[, uid], hotkey]) => [uid, toBareHex(hotkey)] as const)
  const uids = [...storage.Uids.entries(state, netuid)].map(([[, hotkey], uid]) => [uid, toBareHex(hotkey)] as const)
  const byUid = (list: typeof keys) => list.sort(([a], [b]) => a - b)
  expect(byUid(uids)).toEqual(byUid(keys))
  expect(keys.map(([uid]) => uid)).toEqual(Array.from({ length: n }, (_, uid) => uid))
  for (const [, hotkey] of storage.Uids.entries(state, netuid)) expect(hotkey).toBeLessThan(n)
  for (const item of [storage.Active, storage.ValidatorPermit, storage.Emission, storage.Consensus, storage.Dividends])
    expect([item.name, item.get(state, netuid).length]).toEqual([item.name, n])
  for (const index of mechanismIndices(state, netuid))
    for (const item of [storage.Incentive, storage.LastUpdate])
      expect([item.name, item.get(state, index).length]).toEqual([item.name, n])
}

function expectStakes(state: Storage, netuids: ReadonlySet<number>): void {
  const owed = new Map<string, bigint>()
  for (const [[hotkey, coldkey, netuid]] of storage.AlphaV2.entries(state)) {
    expect(netuids.has(netuid)).toBe(true)
    const key = `${netuid}/${toBareHex(hotkey)}`
    owed.set(key, (owed.get(key) ?? 0n) + stakeOf(state, { hotkey, coldkey, netuid }))
  }
  for (const [[hotkey, netuid], total] of storage.TotalHotkeyAlpha.entries(state)) {
    const mine = owed.get(`${netuid}/${toBareHex(hotkey)}`) ?? 0n
    expect(mine).toBeLessThanOrEqual(total)
    owed.delete(`${netuid}/${toBareHex(hotkey)}`)
  }
  expect([...owed.values()].every((rest) => rest === 0n)).toBe(true)
}

function expectFamilies(state: Storage): void {
  const edges = (item: typeof storage.ChildKeys, name: (from: string, to: string) => string) =>
    [...item.entries(state)].flatMap(([[hotkey, netuid], list]) => {
      expect(list.length).toBeGreaterThan(0)
      return list.map(([share, other]) => `${netuid} ${share} ${name(toBareHex(hotkey), toBareHex(other))}`)
    })
  const down = edges(storage.ChildKeys, (parent, child) => `${parent}>${child}`)
  const up = edges(storage.ParentKeys, (child, parent) => `${parent}>${child}`)
  expect(down.sort()).toEqual(up.sort())
}

function expectRootStakers(state: Storage): void {
  const count = Number(storage.NumStakingColdkeys.get(state))
  const byIndex = [...storage.StakingColdkeysByIndex.entries(state)].map(([[i], who]) => `${i} ${toBareHex(who)}`)
  const byKey = [...storage.StakingColdkeys.entries(state)].map(([[who], i]) => `${i} ${toBareHex(who)}`)
  expect(byIndex.length).toBe(count)
  expect(byIndex.sort()).toEqual(byKey.sort())
}

/**
 * Incentive and dividends of the epochs of a block sum to the whole within rounding, or are all zero; later a neuron that
 * leaves takes its share with it. Returns how many of them paid.
 */
export function expectWholeShares(state: Storage, block: number): number {
  let paying = 0
  for (const netuid of allNetuids(state)) {
    if (storage.LastMechansimStepBlock.get(state, netuid) !== BigInt(block)) continue
    const vectors = [
      storage.Dividends.get(state, netuid),
      ...mechanismIndices(state, netuid).map((index) => storage.Incentive.get(state, index)),
    ]
    for (const shares of vectors) {
      const sum = shares.reduce((total, share) => total + share, 0)
      if (sum === 0) continue
      paying++
      expect(sum).toBeLessThanOrEqual(65_535)
      expect(sum).toBeGreaterThanOrEqual(65_535 - shares.length - 1)
    }
  }
  return paying
}

/** Subnets of both kinds, so that a run can say what it covered. */
export const poolsOf = (state: Storage): number => allNetuids(state).filter((netuid) => hasPool(state, netuid)).length
